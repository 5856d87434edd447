// What every test reads, compiled once (-Db_pch=false builds without).
#include <abide/abide.hpp>
#include <catch2/catch.hpp>

// What every test of the checker reads, compiled once (-Db_pch=false builds without).
#include <catch2/catch.hpp>

#include "../../../apps/check/precompiled/headers.hpp"

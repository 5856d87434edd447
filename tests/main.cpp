// The entry of the tests, by Catch2.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

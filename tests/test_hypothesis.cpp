#include <abide/abide.hpp>

#include <catch2/catch.hpp>

#include <iostream>
using namespace abide;
TEST_CASE("scratch", "[.scratch]") {
  for (const char* spec : {"linear:3,2,3", "relu:2,3,2", "relu:2,2,2,2", "relu:1,2,1"}) {
    const Hypothesis h = examine(spec, {});
    std::cout << spec << " map " << h.map_rank->lower << ".." << h.map_rank->upper << " " << h.map_rank->reason << " found " << h.found << "/" << h.drawn << "\n";
    for (const auto& k : h.kinds)
      std::cout << "  " << k.count << " rank " << k.example.rank << ".." << (k.example.rank_upper ? (int)*k.example.rank_upper : -1) << " whole " << k.whole << " laws " << k.example.result->independent_laws << " lie " << k.example.result->lie_lower << ".." << k.example.result->lie_upper << " complete " << k.example.complete() << " hold " << k.example.laws_hold << "\n";
  }
}

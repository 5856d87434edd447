// Lie ranks that are known, at dense and sparse points, with words that are evaluated and
// eliminated again; upper bounds by involutivity that are never wrong.
#include <catch2/catch.hpp>

#include "lie/lie.hpp"
#include "models.hpp"

using namespace abide;

namespace {

std::size_t rank_of(const char* name, std::optional<std::size_t> target = {}) {
  return lie_rank(Distribution(make_model(name)), {.target = target}, Progress()).words.size();
}

}  // namespace

TEST_CASE("ranks without any target", "[lie]") {
  CHECK(rank_of("linear:2,2,2") == 5);
  CHECK(rank_of("linear:3,2,3") == 9);
  CHECK(rank_of("linear:1,2,2,1") == 1);
  CHECK(rank_of("linear:2,5,2") == 6);
  CHECK(rank_of("relu:2,2,2,2") == 8);
  CHECK(rank_of("network:2,2,2,bias") == 7);
}

TEST_CASE("words of length 4 are found", "[lie]") {
  const LieRank rank =
      lie_rank(Distribution(make_model("linear:2,3,3,1")), {.target = 6}, Progress());
  CHECK(rank.words.size() == 6);
  std::size_t deepest = 0;
  for (const WordStep& s : rank.words) deepest = std::max(deepest, s.word.depth());
  CHECK(deepest == 3);
}

TEST_CASE("a search that is not thorough gives up early and claims nothing", "[lie]") {
  const Distribution x(test::written_out(make_model("linear:4,4,4")));
  const LieRank missed = lie_rank(x, {.target = 31, .thorough = false}, Progress());
  CHECK(missed.words.size() == 22);
  CHECK(missed.probably.empty());
  CHECK_FALSE(missed.stopped);
  CHECK(lie_rank(x, {.target = 22, .thorough = false}, Progress()).words.size() == 22);
}

TEST_CASE("involutivity is proved for small models and never wrongly", "[lie]") {
  const auto bound = [](const Model& model) {
    const Distribution x(model);
    return involutive_bound(x, lie_rank(x, {}, Progress()), Progress());
  };
  CHECK(bound(make_model("linear:1,2,1"))->single);
  CHECK(bound(make_model("linear:2,2,2"))->rank == 5);
  // A lower bound that is too small does not close.
  const Distribution x(make_model("linear:2,2,2"));
  CHECK_FALSE(involutive_bound(x, lie_rank(x, {.target = 4}, Progress()), Progress()).has_value());
}

TEST_CASE("sparse and dense points show the same ranks", "[lie]") {
  for (const auto& [name, rank] :
       std::vector<std::pair<const char*, std::size_t>>{{"linear:7,8,6", 68},
                                                        {"linear:6,12,6", 66},
                                                        {"linear:6,6,6,6", 66},
                                                        {"network:6,6r,6,6", 81},
                                                        {"linear:9,3,9", 48}}) {
    INFO(name);
    const Distribution x(make_model(name));
    const LieRank sparse =
        lie_rank(x, {.target = rank, .points = EvidencePoints::sparse}, Progress());
    const LieRank dense =
        lie_rank(x, {.target = rank, .points = EvidencePoints::dense}, Progress());
    CHECK(sparse.words.size() == rank);
    CHECK(dense.words.size() == rank);
    CHECK(sparse.point.values.size() < x.coordinates());
    // Forward elimination in the order of the words is not zero at the pivots.
    for (const LieRank* evidence : {&sparse, &dense}) {
      const Modulus modulus(evidence->prime);
      const Evaluator at(x, evidence->point, modulus);
      std::vector<std::pair<std::uint32_t, std::vector<std::uint64_t>>> rows;
      for (const WordStep& s : evidence->words) {
        std::vector<std::uint64_t> row(x.coordinates(), 0);
        for (const Entry& e : at.value(s.word)) row[e.column] = e.value;
        for (const auto& [pivot, earlier] : rows) {
          const std::uint64_t factor =
              modulus.multiply(row[pivot], modulus.inverse(earlier[pivot]));
          for (std::size_t c = 0; factor != 0 && c < row.size(); ++c)
            row[c] = modulus.subtract(row[c], modulus.multiply(factor, earlier[c]));
        }
        REQUIRE(row[s.variable] != 0);
        rows.emplace_back(s.variable, std::move(row));
      }
    }
  }
}

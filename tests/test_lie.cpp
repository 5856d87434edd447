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

// In the coordinates x[1] … x[n].
Model of_fields(int n, const std::string& fields) {
  return read_toml("name = \"fields\"\n[[parameter]]\nname = \"x\"\nshape = [" + std::to_string(n) +
                       "]\n[model]\nfields = [" + fields + "]\n",
                   "");
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
  CHECK(missed.stopped.empty());
  CHECK(lie_rank(x, {.target = 22, .thorough = false}, Progress()).words.size() == 22);
}

TEST_CASE("what is not tried is not probable", "[lie]") {
  // X1 = ∂_1 and X2 = Σ x1^(k−2) ∂_k: all ad_X1^j X2 are needed, and j goes up to 14.
  const auto shifted = [](int n) {
    std::string first = "\"1\"", second = "\"0\", \"1\"";
    for (int k = 2; k <= n; ++k) first += ", \"0\"";
    for (int k = 3; k <= n; ++k) second += ", \"x[1]^" + std::to_string(k - 2) + "\"";
    return of_fields(n, "[" + first + "], [" + second + "]");
  };
  const LieRank rank = lie_rank(Distribution(shifted(16)), {}, Progress());
  CHECK(rank.words.size() == 14);  // 16 with deeper words
  CHECK(rank.probably.find("probably exactly") == std::string::npos);
  CHECK(rank.probably.find("larger than 14, because brackets deeper than 12 were not tried") !=
        std::string::npos);
  CHECK(lie_rank(Distribution(shifted(14)), {}, Progress()).probably.empty());
}

TEST_CASE("the chance is that of a minor with one row more", "[lie]") {
  // Two fields of degree 1 in 4 coordinates, closed under brackets: 1 + 1, and a bracket of 2.
  const Distribution x(make_model("linear:1,1,1+linear:1,1,1"));
  const LieRank rank = lie_rank(x, {}, Progress());
  CHECK(rank.words.size() == 2);
  CHECK(rank.probably.find("the Lie rank is probably exactly 2, because all brackets of the fields "
                           "with the words found lie in their span at two random points") == 0);
  CHECK(rank.probably.find("at most 4/" + std::to_string(rank.prime)) != std::string::npos);
}

TEST_CASE("a point with a smaller rank is not spoken of", "[lie]") {
  // x1 = v at one of the two points, where the second field vanishes.
  const auto model = [](std::int64_t v) {
    return of_fields(3, R"(["0", "1", "0"], ["0", "0", "x[1] - )" + std::to_string(v) + R"("])");
  };
  for (const std::uint64_t seed : {0U, 1000U}) {
    INFO(seed);
    const LieRank rank =
        lie_rank(Distribution(model(generated_point(3, seed).values[0].second)), {}, Progress());
    CHECK(rank.words.size() == 2);
    CHECK(rank.probably.find("probably exactly 2, because all brackets of the fields with the "
                             "words found lie in their span at a random point modulo") !=
          std::string::npos);
    CHECK(rank.probably.find("at most 4/") != std::string::npos);
  }
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

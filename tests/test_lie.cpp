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

// Is forward elimination, in the order of the words, not zero at the pivots?
bool is_evidence(const Distribution& x, const LieRank& evidence) {
  const Modulus modulus(evidence.prime);
  const Evaluator at(x, evidence.point, modulus);
  std::vector<std::pair<std::uint32_t, std::vector<std::uint64_t>>> rows;
  for (const WordStep& s : evidence.words) {
    std::vector<std::uint64_t> row(x.coordinates(), 0);
    const SparseRow value = s.power ? Flow(x, evidence.point, modulus, s.power->along,
                                           s.power->exponent + 1, Progress())
                                          .powers(s.word, Progress())
                                          .back()
                                    : at.value(s.word);
    for (const Entry& e : value) row[e.column] = e.value;
    for (const auto& [pivot, earlier] : rows) {
      const std::uint64_t factor = modulus.multiply(row[pivot], modulus.inverse(earlier[pivot]));
      for (std::size_t c = 0; factor != 0 && c < row.size(); ++c)
        row[c] = modulus.subtract(row[c], modulus.multiply(factor, earlier[c]));
    }
    if (row[s.variable] == 0) return false;
    rows.emplace_back(s.variable, std::move(row));
  }
  return true;
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

TEST_CASE("powers of ad are words of any length", "[lie]") {
  // X1 = ∂_1 and X2 = Σ x1^(k−2) ∂_k: all ad_X1^j X2 are needed, and j goes up to n − 2.
  const auto shifted = [](int n) {
    std::string first = "\"1\"", second = "\"0\", \"1\"";
    for (int k = 2; k <= n; ++k) first += ", \"0\"";
    for (int k = 3; k <= n; ++k) second += ", \"x[1]^" + std::to_string(k - 2) + "\"";
    return of_fields(n, "[" + first + "], [" + second + "]");
  };
  for (const int n : {3, 16, 40}) {
    const LieRank rank = lie_rank(Distribution(shifted(n)), {}, Progress());
    CHECK(rank.words.size() == static_cast<std::size_t>(n));
    CHECK(rank.probably.empty());
    CHECK(is_evidence(Distribution(shifted(n)), rank));
  }
}

TEST_CASE("networks that are wide inside need long words", "[lie]") {
  // D − m, with m = Σ N(2r + 1 − N)/2 over the hidden layers, N their neighbours together.
  for (const auto& [name, rank] : std::vector<std::pair<const char*, std::size_t>>{
           {"linear:2,10,10,2", 30}, {"linear:3,12,12,2", 48}, {"linear:4,6,7,1", 24}}) {
    INFO(name);
    const Distribution x(make_model(name));
    const LieRank known = lie_rank(x, {.target = rank}, Progress());
    CHECK(known.words.size() == rank);
    CHECK(known.words.back().power.has_value());
    CHECK(is_evidence(x, known));
    const LieRank open = lie_rank(x, {}, Progress());
    CHECK(open.words.size() == rank);
    CHECK(open.probably.find("the Lie rank is probably exactly " + std::to_string(rank) +
                             ", because the first ") == 0);
    CHECK(open.probably.find(" powers of ad of random combinations") != std::string::npos);
  }
}

TEST_CASE("where constant fields are not enough, fields linear in time are", "[lie]") {
  const Distribution x(
      on_phase_space(with_dynamics(make_model("linear:2,8,2"), parse_dynamics("momentum:1", {}))));
  const LieRank rank = lie_rank(x, {.target = 37}, Progress());
  CHECK(rank.words.size() == 37);
  const auto sloped = [](const WordStep& s) { return s.power && s.power->along.slope; };
  CHECK(std::any_of(rank.words.begin(), rank.words.end(), sloped));
  CHECK(is_evidence(x, rank));
}

TEST_CASE("powers of ad do not depend on the number of threads, and stop", "[lie]") {
  const Distribution x(make_model("linear:3,12,12,2"));
  Progress two;
  two.set_threads(2);
  const LieRank rank = lie_rank(x, {.target = 48}, two);
  const LieRank alone = lie_rank(x, {.target = 48}, Progress());
  REQUIRE(rank.words.size() == 48);
  REQUIRE(alone.words.size() == 48);
  for (std::size_t k = 0; k < 48; ++k) {
    CHECK(rank.words[k].word == alone.words[k].word);
    CHECK(rank.words[k].variable == alone.words[k].variable);
  }
  Progress cancelled;
  cancelled.cancel();
  CHECK_FALSE(lie_rank(x, {.target = 48}, cancelled).stopped.empty());
}

TEST_CASE("parameters that are added, and the brackets of what they are added to", "[lie]") {
  struct Row {
    const char* network;
    std::size_t laws;
  };
  for (const Row& row : {Row{"linear:6,2,7", 3}, {"linear:2,1,2", 1}, {"linear:1,2,9", 3}}) {
    INFO(row.network);
    const Distribution x(test::translated(row.network));
    const std::size_t target = x.coordinates() - row.laws;
    const LieRank rank = lie_rank(x, {.target = target}, Progress());
    CHECK(rank.words.size() == target);
    CHECK(is_evidence(x, rank));
  }
  // At sparse points: every field, then words that are no fields.
  const Distribution x(test::translated("linear:6,2,7"));
  const LieRank rank = lie_rank(x, {.target = 65, .points = EvidencePoints::sparse}, Progress());
  CHECK_FALSE(rank.point.seed);
  for (std::size_t k = 0; k < rank.words.size(); ++k) {
    CHECK(rank.words[k].word.is_field() == (k < x.size()));
    if (k < x.size()) CHECK(rank.words[k].variable == k);
  }
  // One entry has no brackets.
  CHECK(rank_of("lora:1,1,1", 2) == 1);
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
    for (const LieRank* evidence : {&sparse, &dense}) CHECK(is_evidence(x, *evidence));
  }
}

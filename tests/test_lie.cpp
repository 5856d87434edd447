#include "models.hpp"

#include <catch2/catch.hpp>

using namespace abide;

namespace {

std::size_t rank_of(const char* name, std::optional<std::size_t> target = {}) {
  return lie_rank(Distribution(make_model(name)), {target, 0}, Progress()).words.size();
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
  const LieRank rank = lie_rank(Distribution(make_model("linear:2,3,3,1")), {6, 0}, Progress());
  CHECK(rank.words.size() == 6);
  std::size_t deepest = 0;
  for (const WordStep& s : rank.words) deepest = std::max(deepest, s.word.depth());
  CHECK(deepest == 3);
}

TEST_CASE("words evaluate to expanded brackets", "[lie]") {
  const Distribution x(make_model("linear:2,2,2"));
  const Modulus modulus(large_prime(0));
  const auto leaf = [](std::size_t k) { return std::make_shared<const Word>(Word{k, {}, {}}); };
  const auto inner = std::make_shared<const Word>(Word{0, leaf(1), leaf(2)});
  const Word word{0, leaf(0), inner};
  CHECK(word.to_string() == "[1,[2,3]]");
  const Field expanded = bracket(x.fields()[0], bracket(x.fields()[1], x.fields()[2]));
  std::vector<std::uint64_t> point;
  for (std::uint64_t k = 0; k < 8; ++k) point.push_back(3 * k + 1);
  std::vector<std::uint64_t> direct(8, 0);
  for (const FieldTerm& t : expanded) {
    std::uint64_t value = *t.coefficient.mod(modulus.prime());
    for (const Power& p : t.monomial.powers())
      value = modulus.multiply(value, modulus.power(point[p.variable], p.exponent));
    direct[t.variable] = modulus.add(direct[t.variable], value);
  }
  CHECK(evaluate(word, x, point, modulus) == direct);
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
  CHECK_FALSE(involutive_bound(x, lie_rank(x, {4, 0}, Progress()), Progress()).has_value());
}

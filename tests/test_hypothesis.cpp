// Activation cells: networks where W = W_φ is a theorem, deep ones where it fails, residual blocks,
// given data, and exact ranks.
#include <abide/abide.hpp>
#include <catch2/catch.hpp>

#include "fields/fields.hpp"

using namespace abide;

namespace {

const CellKind* find_kind(const Hypothesis& h, std::size_t rank, std::size_t laws) {
  for (const CellKind& k : h.kinds)
    if (k.example.rank == rank && k.example.result->independent_laws == laws) return &k;
  return nullptr;
}

std::string shown(const Samples& samples) {
  std::string text;
  for (const auto& row : samples) {
    for (const Rational& x : row) text += x.to_string() + " ";
    text += "\n";
  }
  return text;
}

std::string message_of(const std::string& text, std::size_t columns) {
  try {
    static_cast<void>(read_samples(text, "d", columns));
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("networks where W = W_phi", "[hypothesis]") {
  struct Row {
    const char* model;
    std::size_t rank, laws, lie;
  };
  for (const Row& row :
       {Row{"linear:3,2,3", 8, 3, 9}, Row{"relu:2,3,2", 9, 3, 9}, Row{"relu:2,2,2,bias", 8, 2, 8},
        Row{"network:2,3r,2,2", 9, 6, 10}, Row{"linear:2,3,2", 4, 6, 6}}) {
    CAPTURE(row.model);
    const Hypothesis h = examine(row.model, {.cells = 5});
    CHECK(h.map_rank->lower == row.rank);
    CHECK(h.map_rank->upper == row.rank);
    CHECK(h.whole() == 5);
    const CellKind* kind = find_kind(h, row.rank, row.laws);
    REQUIRE(kind != nullptr);
    CHECK(kind->whole);
    CHECK(kind->example.complete());
    CHECK(kind->example.result->lie_lower == row.lie);
    CHECK(h.outcome() == Outcome::proved);
  }
}

TEST_CASE("kinds of cells of a deep ReLU network", "[hypothesis]") {
  const Hypothesis h = examine("relu:2,2,2,2", {});
  CHECK(h.found == 20);
  const CellKind* whole = find_kind(h, 8, 4);
  REQUIRE(whole != nullptr);
  CHECK(whole->whole);
  CHECK(whole->example.complete());
  CHECK(whole->example.result->lie_lower == 8);
  // A second layer of positive weights is always active: there it is linear, with one law more.
  const CellKind* linear = find_kind(h, 6, 5);
  REQUIRE(linear != nullptr);
  CHECK_FALSE(linear->whole);
  CHECK(linear->example.rank_upper == 6U);
  CHECK(linear->example.complete());
  CHECK(linear->example.result->lie_lower == 7);
  for (std::size_t j = 4; j < 8; ++j) CHECK(linear->example.weights[j] > 0);
}

TEST_CASE("one input has two directions only", "[hypothesis]") {
  // Neurons of one sign are active together: W = W_φ if and only if there is one neuron of either
  // sign.
  const Hypothesis two = examine("relu:1,2,1", {.cells = 40});
  REQUIRE(two.kinds.size() == 2);
  for (const CellKind& kind : two.kinds) {
    const auto& u = kind.example.weights;
    CHECK(kind.whole == ((u[0] > 0) != (u[1] > 0)));
    CHECK(kind.example.complete());
    CHECK(kind.example.result->independent_laws == (kind.whole ? 2 : 3));
  }
  // Three neurons: never.
  const Hypothesis three = examine("relu:1,3,1", {});
  CHECK(three.map_rank->lower == 3);
  CHECK(three.whole() == 0);
  CHECK(three.outcome() == Outcome::proved);  // of other laws
}

TEST_CASE("residual blocks", "[hypothesis]") {
  const Hypothesis linear = examine("residual:2,1,2", {.cells = 5});
  CHECK(linear.map_rank->lower == 6);
  CHECK(linear.map_rank->upper == 6);
  REQUIRE(linear.kinds.size() == 1);
  const ActivationCell& cell = linear.kinds[0].example;
  CHECK(cell.rank == 4);
  CHECK(cell.rank_upper == 4U);
  CHECK(cell.result->lie_lower == 6);  // as of φ: nothing is missed
  CHECK(cell.complete());
  CHECK(linear.whole() == 0);
}

// Counts of this program, which are exact: in how many of the first 20 cells of seed 0 W = W_φ.
// (The weights are drawn in the order of the coordinates.)
TEST_CASE("the grid of two residual ReLU blocks", "[hypothesis]") {
  constexpr std::size_t whole[3][3] = {{10, 0, 0}, {20, 16, 16}, {20, 20, 19}};
  for (std::uint32_t width = 1; width <= 3; ++width)
    for (std::uint32_t hidden = 1; hidden <= 3; ++hidden) {
      CAPTURE(width, hidden);
      const Hypothesis h = examine(
          "residual:" + std::to_string(width) + "," + std::to_string(hidden) + ",2,relu", {});
      // Every neuron has one scaling, and the products of its weights 2·width − 1 dimensions.
      CHECK(h.map_rank->lower == std::size_t{2} * hidden * (2 * width - 1));
      CHECK(h.map_rank->upper == h.map_rank->lower);
      CHECK(h.found == 20);
      CHECK(h.whole() == whole[width - 1][hidden - 1]);
      CHECK(h.outcome() == Outcome::proved);
      std::size_t cells = 0;
      for (const CellKind& kind : h.kinds) {
        cells += kind.count;
        CHECK(kind.example.rank_upper == kind.example.rank);
        if (kind.whole) CHECK(kind.example.result->independent_laws == std::size_t{2} * hidden);
      }
      CHECK(cells == 20);
    }
}

TEST_CASE("ranks of W are exact, and all laws hold for every input", "[hypothesis]") {
  for (const char* model :
       {"relu:2,2,2,2", "relu:3,3,3,3", "relu:2,2,2,2,bias", "relu:2,2,2,2,bias=all",
        "relu:1,3,2,1", "network:2,3r,2,2r,2", "network:2,2r,2,2r,1,bias", "network:3,1,3r,2"}) {
    CAPTURE(model);
    for (const CellKind& kind : examine(model, {.seed = 2}).kinds) {
      CHECK(kind.example.rank_upper == kind.example.rank);
      CHECK(kind.example.laws_hold);
    }
  }
}

TEST_CASE("gradients of the cells are those of the function", "[hypothesis]") {
  // The evidence of every kind is a certificate of a map whose gradients span as many dimensions at
  // θ_0.
  for (const char* model : {"relu:2,2,2,2", "relu:2,2,2,bias", "network:2,2,2r,2,bias=all"}) {
    CAPTURE(model);
    for (const CellKind& kind : examine(model, {.cells = 6, .seed = 3}).kinds) {
      const Distribution x(*kind.example.result->model);
      Point point;
      for (std::uint32_t j = 0; j < x.coordinates(); ++j)
        point.values.emplace_back(j, kind.example.weights[j]);
      const Evaluator at(x, point, Modulus(large_prime(1)));
      SparseEchelon echelon(x.coordinates(), large_prime(1));
      for (std::uint64_t i = 0; i < x.size(); ++i) echelon.add(at.value(Word::field(i)));
      CHECK(echelon.rank() == kind.example.rank);
      CHECK(certificate_text(*kind.example.result).find("\nmodel canonical ") != std::string::npos);
    }
  }
}

TEST_CASE("the loss decides which gradients there are", "[hypothesis]") {
  const Hypothesis h = examine("relu:2,2,2", {.cells = 3, .loss = Dynamics::Loss::cross_entropy});
  CHECK(h.map_rank->upper == 4);
  CHECK(h.whole() == 3);
  Dynamics dynamics;
  dynamics.loss = Dynamics::Loss::cross_entropy;
  const Result phi = certify(make_model("relu:2,2,2").with(dynamics), {});
  CHECK(h.kinds[0].example.result->independent_laws == phi.independent_laws);
  CHECK(h.kinds[0].example.complete());
}

TEST_CASE("given data have more laws", "[hypothesis]") {
  const Samples inputs = read_samples("1, 0\n", "d", 2);
  const Hypothesis one = examine("linear:2,2,2", {.cells = 2, .inputs = inputs});
  CHECK_FALSE(one.map_rank.has_value());
  CHECK(one.whole() == 0);
  REQUIRE(one.kinds.size() == 1);
  CHECK(one.kinds[0].example.result->independent_laws ==
        5);  // x = e_1: U1[2,·] does not move; 3 more
  const Hypothesis labelled =
      examine("linear:1,1,1", {.cells = 2,
                               .inputs = read_samples("1\n2", "d", 1),
                               .labels = read_samples("1/2\n-0.25", "l", 1)});
  REQUIRE(labelled.kinds.size() == 1);
  CHECK(labelled.kinds[0].example.rank == 1);
  CHECK(labelled.kinds[0].example.result->independent_laws == 1);
  CHECK(labelled.kinds[0].example.complete());
  // Inputs that are zero have no gradient, and everything is conserved.
  const Hypothesis nothing =
      examine("relu:2,2,1", {.cells = 2, .inputs = read_samples("0,0", "d", 2)});
  CHECK(nothing.found == 2);
  CHECK(nothing.kinds.at(0).example.result->independent_laws == 6);
}

TEST_CASE("samples are read exactly, and refused with their place", "[hypothesis]") {
  CHECK(shown(read_samples("# inputs\n1, -2/4\n\n  0.250,3 # here\r\n7,-0", "d", 2)) ==
        "1 -1/2 \n1/4 3 \n7 0 \n");
  CHECK(message_of("1,2\n1,2,3\n", 2) == "d:2:5: expected 2 numbers in a row, found more");
  CHECK(message_of("1,2\n1\n", 2) == "d:2:2: expected 2 numbers in a row, found 1");
  CHECK(message_of("1;2", 2) == "d:1:2: expected ',' or the end of the line, found ';'");
  CHECK(message_of("1,x", 2) == "d:1:3: expected a digit, found 'x'");
  CHECK(message_of("1,", 2) == "d:1:3: expected a digit, found the end of the line");
  CHECK(message_of("1/0,1", 2) == "d:1:4: division by zero");
  CHECK(message_of("1.,1", 2) == "d:1:3: expected a digit, found ','");
  CHECK(message_of("\x1b[1m", 1) == "d:1:1: expected a digit, found '\\x1b'");
  CHECK(message_of("", 1) == "d:1:1: expected a row of 1 numbers, found none");
  CHECK(message_of(std::string(2000, '7'), 1) == "d:1:2001: a number of more than 1000 digits");
}

TEST_CASE("what cannot be examined is refused", "[hypothesis]") {
  for (const char* model :
       {"nmf:2,2,2", "m.toml", "m.canon", "residual:2", "residual:2,1,0", "residual:2,1,2,relus",
        "residual:99999999999,1,1", "residual:3000,3000,2", "linera:2,2"}) {
    CAPTURE(model);
    CHECK_THROWS_AS(examine(model, {}), Error);
  }
  const auto kind = [](const char* model, const HypothesisOptions& options) {
    try {
      static_cast<void>(examine(model, options));
    } catch (const Error& e) {
      return e.kind();
    }
    return ErrorKind::internal;
  };
  CHECK(kind("linear:100,100,100", {}) == ErrorKind::limit);
  CHECK(kind("relu:9,9,9,9,9,9", {}) == ErrorKind::limit);
  CHECK(kind("linear:2,2,2", {.cells = 0}) == ErrorKind::input);
  CHECK(kind("linear:2,2,1", {.loss = Dynamics::Loss::cross_entropy}) == ErrorKind::input);
  CHECK(kind("linear:2,2,2", {.inputs = {{Rational(1)}}}) == ErrorKind::input);
  CHECK(kind("linear:1,2,2", {.labels = {{Rational(1), Rational(2)}}}) == ErrorKind::input);
  CHECK(kind("linear:1,2,1", {.inputs = {{Rational(1)}},
                              .labels = {{Rational(1)}, {Rational(2)}}}) == ErrorKind::input);
}

TEST_CASE("repeatable, and stopped is not open", "[hypothesis]") {
  const Architecture g = make_architecture("relu:2,2,2,2");
  const Model model = make_model("relu:2,2,2,2");
  Progress threads;
  threads.set_threads(2);
  const std::string one = to_json({examine(model, g, {.cells = 9, .seed = 5})});
  CHECK(one == to_json({examine(model, g, {.cells = 9, .seed = 5}, threads)}));
  CHECK(one != to_json({examine(model, g, {.cells = 9, .seed = 6})}));
  // After three cells: these are kept.
  Progress progress;
  std::size_t cells = 0;
  progress.on_event([&](const Event& e) {
    if (e.message.starts_with("cell ") && ++cells == 3) progress.cancel();
  });
  const Hypothesis h = examine(model, g, {}, progress);
  CHECK(h.outcome() == Outcome::stopped);
  CHECK(h.found == 3);
  CHECK(to_text(h).find("stopped early, the above is proved: interrupted") != std::string::npos);
}

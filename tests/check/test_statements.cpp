// Statements that reach beyond polynomial laws of all degrees of a model without conditions: each
// with planted truths and planted falsehoods.
#include <catch2/catch.hpp>

#include "system.hpp"

using namespace abide_check;

namespace {

// The dimension that is accepted after these lines, or -1 when none of the first hundred is.
int accepted_dimension(const Model& model, const std::string& lines, const std::string& statement) {
  for (int dimension = 0; dimension < 100; ++dimension)
    if (accepts(model, lines + statement + " " + std::to_string(dimension) + "\n")) return dimension;
  return -1;
}

}  // namespace

TEST_CASE("closed for linear laws") {
  // ∂x − ∂y and x² (∂x − ∂y) + z ∂u, whose laws are x + y and z.
  const Model model = canonical({"x", "y", "z", "u"}, "fields 2\nf\nc x 1\nc y -1\nf\nc x x^2\nc y -x^2\nc u z\n");
  const std::string laws = "law 1 1:1 1:2\nlaw 2 1:3\nlaw 3 1:3^2\nlaw 4 1:1 1:2 1:3\nlaw 5 1:1 1:2 1:3^2\npoint 1 1=1 3=1\n";
  const std::string rank = "lie-rank 2 1 1000003\nw 1 1\nw 2 4\n", both = "independent 2 1 1000003\ni 1 1\ni 2 3\n";
  const System system(*model.fields);
  for (int degree = 1; degree <= 4; ++degree)
    CHECK(accepted_dimension(model, laws + rank + both, "closed " + std::to_string(degree)) == static_cast<int>(system.dimension(static_cast<unsigned>(degree))));
  CHECK(accepts(model, laws + rank + both + "closed 1 2\nclosed 2 5\nclosed 64 2144\ncomplete\n"));
  CHECK(accepts(model, laws + rank + "independent 2 1 1000003\ni 4 1\ni 2 3\nclosed 2 5\n"));
  CHECK(accepts(model, laws + both + rank + "closed 2 5\n"));
  const std::string lower = "lie-rank 1 1 1000003\nw 1 1\n", single = "independent 1 1 1000003\ni 2 3\n";
  const std::vector<std::string> false_starts{
      rank, both, lower + both, rank + single,
      rank + "independent 2 1 1000003\ni 1 1\ni 3 3\n",  // the second law is not linear
      rank + "independent 2 1 1000003\ni 1 1\ni 5 3\n",  // nor here
      rank + "independent 2 1 1000003\ni 1 1\ni 1 2\n",  // dependent laws
      rank + "independent 2 1 1000003\ni 3 3\ni 2 3\n"};
  for (const auto& start : false_starts) {
    INFO(start);
    CHECK(accepted_dimension(model, laws + start, "closed 2") == -1);
  }
  for (const char* wrong : {"closed 65 2210\n", "closed 2 5\nclosed 2 5\n", "closed 2 5\nclosed 1 2\n", "closed 0 0\n"}) CHECK_FALSE(accepts(model, laws + rank + both + wrong));
  // No law at all; images of a law; a monomial map, whose dead variables may be combined.
  const Model plane = canonical({"x", "y"}, "fields 2\nf\nc x 1\nf\nc y x\n");
  CHECK(accepted_dimension(plane, "point 1 1=1\nlie-rank 2 1 5\nw 1 1\nw 2 2\nindependent 0 1 5\n", "closed 3") == 0);
  const Model pair = canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y\nf\nc u v\n");
  const std::string images = "symmetry 1 1>3 2>4 3>1 4>2\nlaw 1 1:2\nimage 2 1 1\npoint 1 2=1 4=1\nindependent 2 1 5\ni 1 2\ni 2 4\nlie-rank 2 1 5\nw 1 1\nw 2 3\n";
  CHECK(accepted_dimension(pair, images, "closed 2") == 5);
  const Model dead = canonical({"x", "y", "z"}, "map 1\nm x\n");
  const std::string sums = "law 1 1:2 1:3\nlaw 2 1:2 -1:3\npoint 1\nindependent 2 1 5\ni 1 2\ni 2 3\n";
  CHECK(accepted_dimension(dead, sums + "exponents 1 5\nx 1 1\n", "closed 2") == 5);
  CHECK(accepted_dimension(dead, sums + "lie-rank 1 1 5\nw 1 1\n", "closed 2") == 5);
  // Squares need the exponents.
  const Model square = canonical({"x", "y"}, "map 1\nm x*y\n");
  CHECK(accepted_dimension(square, "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 5\ni 1 1\nexponents 1 5\nx 1 2\n", "closed 2") == 1);
  CHECK(accepted_dimension(square, "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 5\ni 1 1\nlie-rank 1 1 5\nw 1 2\n", "closed 2") == -1);
}

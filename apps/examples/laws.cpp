// The laws of a product of two matrices, term by term.
#include <abide/abide.hpp>
#include <iostream>

int main() {
  const abide::Coordinates weights({{"U", 2, 2, 1}, {"V", 2, 1, 2}});
  const abide::Model model = abide::make_model(weights, abide::MapExpressions{{"U*V"}});
  const abide::Result result = abide::certify(model, {});
  for (const abide::ListedLaw& law : result.all_laws())
    for (const auto& [monomial, coefficient] : law.function().numerator)
      std::cout << coefficient.to_string() << " * " << to_string(monomial, weights.names()) << "\n";
  std::cout << (result.complete ? "complete" : "open") << "\n";
}

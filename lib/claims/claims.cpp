// What adds up over components: numbers of laws, and Lie ranks, with K − 1 in place of K where
// components share the time (mathematics.md, section 4.13). Claims are equal when they say the same
// of the same model: laws are compared as functions, what proves them is not.
#include <abide/claims.hpp>
#include <algorithm>

#include "fields/fields.hpp"

namespace abide {

const ClaimedComponent& Claims::only() const {
  if (!has_one_component()) throw Error(ErrorKind::internal, "the model has several components");
  return components.front();
}

std::optional<std::uint64_t> Claims::local_laws() const {
  if (!lie_known || lie_lower != lie_upper || complete) return std::nullopt;
  return coordinates() - lie_lower;
}

void Claims::add_up() {
  const std::uint64_t drift = !has_one_component() && model->has_time() ? 1 : 0;
  independent_laws = lie_lower = lie_upper = 0;
  bool moves = false;
  for (const ClaimedComponent& c : components) {
    const std::uint64_t n = c.copies();
    independent_laws += n * c.independent_laws;
    lie_lower += n * (c.lie_lower - std::min(drift, c.lie_lower));
    lie_upper += n * (c.lie_upper - std::min(drift, c.lie_upper));
    moves = moves || c.lie_lower > 0;
  }
  lie_lower += moves ? drift : 0;
  lie_upper += drift;
}

namespace {

bool same_function(const ElementaryFunction& a, const ElementaryFunction& b) {
  return a.coordinates == b.coordinates && a.numerator == b.numerator &&
         a.denominator == b.denominator;
}

bool same_images(const std::optional<NodeImages>& a, const std::optional<NodeImages>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->layer == b->layer && a->nodes == b->nodes && a->width == b->width;
}

bool same_law(const Law& a, const Law& b) {
  return same_function(a.function, b.function) && same_images(a.images, b.images) &&
         a.degree == b.degree && a.kind == b.kind && a.generator == b.generator;
}

bool same_laws(const LawList* a, const LawList* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return std::ranges::equal(a->laws, b->laws, same_law) && a->independent == b->independent;
}

bool same_component(const ClaimedComponent& a, const ClaimedComponent& b) {
  return a.copies() == b.copies() && a.fields().coordinates() == b.fields().coordinates() &&
         a.fields().size() == b.fields().size() && same_laws(a.laws.get(), b.laws.get()) &&
         a.dimensions == b.dimensions && a.independent_laws == b.independent_laws &&
         a.lie_lower == b.lie_lower && a.lie_upper == b.lie_upper &&
         a.by_exponents == b.by_exponents;
}

// The same question: a text names the model, its fields and dynamics.
bool same_model(const Model& a, const Model& b) {
  return a.specification() == b.specification() && a.dynamics() == b.dynamics() &&
         (a.is_basic() || write_canonical(a) == write_canonical(b));
}

}  // namespace

bool operator==(const Claims& a, const Claims& b) {
  return same_model(*a.stated, *b.stated) && a.question == b.question &&
         (a.question == Question::rank || a.degrees.degree == b.degrees.degree) &&
         std::ranges::equal(a.components, b.components, same_component) &&
         a.dimensions == b.dimensions && a.independent_laws == b.independent_laws &&
         a.lie_lower == b.lie_lower && a.lie_upper == b.lie_upper && a.laws_known == b.laws_known &&
         a.lie_known == b.lie_known && a.complete == b.complete;
}

}  // namespace abide

// The distribution hides how terms are held: written out (explicit.cpp), or following from a
// layered graph (paths.cpp), maybe below a phase space (phase_space.cpp) or a map that adds a
// parameter to each of its entries (translated.cpp). Everything to the right
// of this room asks it for what it needs, the terms of one component, or those whose monomial
// nearly divides another one, and never for a model as a whole.
#include "classes.hpp"
#include "source.hpp"

namespace abide {

Distribution::Distribution(const Model& model, const Progress& progress) : layout_(model.layout()) {
  if (const auto* network = std::get_if<Network>(&model.body())) {
    network_ = *network;
    source_ = make_path_source(*network_);
  } else if (const auto* phase = std::get_if<PhaseSpace>(&model.body())) {
    source_ = make_phase_source(*phase->model);
  } else if (const auto* translated = std::get_if<Translated>(&model.body())) {
    source_ = make_translated_source(translated->network);
  } else {
    source_ = make_explicit_source(model, progress);
  }
}

Distribution::~Distribution() = default;
Distribution::Distribution(Distribution&&) noexcept = default;

std::uint64_t Distribution::size() const noexcept { return source_->size(); }
Field Distribution::field(std::uint64_t i) const { return source_->field(i); }
void Distribution::terms_of(std::uint32_t variable, TermVisit visit) const {
  source_->terms_of(variable, visit);
}
std::optional<std::uint64_t> Distribution::some_field_of(std::uint32_t variable,
                                                         std::uint64_t random) const {
  return source_->some_field_of(variable, random);
}
Distribution::Nodes Distribution::nodes() const noexcept {
  const Overlay* const o = overlay();
  if (o == nullptr) return {network(), 0};
  if (o->has_velocities || o->is_translated) return {nullptr, 0};
  return {o->below->network(), o->first};
}
const Overlay* Distribution::overlay() const noexcept { return source_->overlay(); }
PathClass Distribution::path_class(std::uint64_t field) const {
  return source_->classes()->path_class(field);
}
std::uint64_t Distribution::field_of(const PathClass& c) const {
  return source_->classes()->number(c);
}
std::uint64_t Distribution::count_terms_of(std::uint32_t variable) const {
  return source_->count_terms_of(variable);
}
std::uint64_t Distribution::count_terms(std::uint64_t most) const {
  std::uint64_t count = 0;
  for (std::uint32_t j = 0; j < coordinates() && count <= most; ++j) count += count_terms_of(j);
  return count;
}
void Distribution::some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                                 TermVisit visit) const {
  source_->some_terms_of(variable, most, salt, visit);
}
void Distribution::terms_within(std::uint64_t field, const Monomial& beta, std::uint32_t missing,
                                TermVisit visit) const {
  source_->terms_within(field, beta, missing, visit);
}
bool Distribution::is_monomial_map() const noexcept { return source_->is_monomial_map(); }
Monomial Distribution::exponents(std::uint64_t i) const { return source_->exponents(i); }
bool Distribution::is_homogeneous() const noexcept { return source_->is_homogeneous(); }
bool Distribution::usable(std::uint64_t prime) const { return source_->usable(prime); }
std::vector<std::uint32_t> Distribution::dead_coordinates() const {
  return source_->dead_coordinates();
}
std::uint64_t Distribution::degree() const noexcept { return source_->degree(); }

}  // namespace abide

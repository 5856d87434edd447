// The same question through C++ and through C, in turns in one process, so that both meet the same
// machine; of each the least time.
#include "interfaces.hpp"

#include <abide/abide.h>

#include <abide/abide.hpp>
#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace abide::bench {

namespace {

template <class Work>
double time_of(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void must(abide_status status) {
  if (status != ABIDE_OK) throw std::runtime_error(abide_status_name(status));
}

}  // namespace

Interfaces measure_interfaces() {
  constexpr int turns = 9;
  Interfaces m;
  m.cpp_s = m.c_s = m.conversion_s = 1e9;
  for (int k = 0; k < turns; ++k) {
    m.cpp_s = std::min(
        m.cpp_s, time_of([&] { m.laws = certify(make_model(m.model), {}).independent_laws; }));
    abide_result* result = nullptr;
    m.c_s = std::min(m.c_s, time_of([&] {
                       abide_model* model = nullptr;
                       must(abide_model_from_specification(m.model, nullptr, &model, nullptr));
                       must(abide_certify(model, nullptr, nullptr, &result, nullptr));
                       abide_model_free(model);
                     }));
    m.terms = 0;
    m.conversion_s = std::min(m.conversion_s, time_of([&] {
                                abide_laws* laws = nullptr;
                                must(abide_laws_create(result, "all", &laws, nullptr));
                                while (abide_laws_next(laws, nullptr) == ABIDE_OK) {
                                  std::size_t count = 0;
                                  must(abide_laws_term_count(laws, ABIDE_NUMERATOR, &count));
                                  abide_term term;
                                  for (std::size_t t = 0; t < count; ++t)
                                    must(abide_laws_term(laws, ABIDE_NUMERATOR, t, &term));
                                  m.terms += count;
                                }
                                abide_laws_free(laws);
                              }));
    abide_result_free(result);
  }
  return m;
}

}  // namespace abide::bench

#include "cases.hpp"

#include "../check/claims.hpp"

#include <abide/abide.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <random>
#include <sstream>
#include <unordered_map>

namespace abide::bench {

namespace {

constexpr double largest_dense_kernel = 1'000;  // columns

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Runs the work in a child; its numbers come back through a pipe.
std::vector<double> in_child(const std::function<std::vector<double>()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    std::vector<double> numbers;
    try {
      numbers = work();
    } catch (const std::exception&) {
    }
    const ssize_t written = ::write(ends[1], numbers.data(), numbers.size() * sizeof(double));
    ::_exit(written < 0 ? 1 : 0);
  }
  ::close(ends[1]);
  std::vector<double> numbers(16);
  const ssize_t bytes = ::read(ends[0], numbers.data(), numbers.size() * sizeof(double));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  numbers.resize(bytes > 0 ? static_cast<std::size_t>(bytes) / sizeof(double) : 0);
  return numbers;
}

double peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

std::vector<double> pipeline(const Case& what) {
  Result r;
  std::string text;
  bool accepted = false;
  const double all = seconds_of([&] { r = certify(make_model(what.model), {.degree = what.degree}); });
  const double certificate = seconds_of([&] { text = certificate_text(r); });
  const double check = seconds_of([&] {
    std::ostringstream claims;
    const auto model = abide_check::parse_specification(what.model);
    abide_check::Checker(model, abide_check::Input::text(text), claims).run();
    accepted = true;
  });
  // The fields are set up before both timings: what remains of `all` counts as laws.
  return {static_cast<double>(r.fields->coordinates()), all - r.timings.lie_s, r.timings.lie_s,
          certificate, check, peak_mib(), r.complete ? 1.0 : 0.0, accepted ? 1.0 : 0.0};
}

double dense_rank(std::size_t n) {
  std::mt19937_64 random(1);
  ModMatrix matrix(n, n, dense_prime(0));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) matrix.at(i, j) = random() % dense_prime(0);
  return seconds_of([&] { matrix.rank(); });
}

// The same system as ALGO 1 writes it down: all rows, all columns, over Z.
double dense_kernel(const Case& what) {
  const Distribution x(make_model(what.model));
  std::vector<Monomial> columns;
  for (std::uint32_t d = 1; d <= what.degree; ++d)
    for (Monomial& m : all_monomials(static_cast<std::uint32_t>(x.coordinates()), d))
      columns.push_back(std::move(m));
  std::unordered_map<RowName, std::size_t, RowHash> rows;
  std::vector<std::pair<std::pair<std::size_t, std::size_t>, Integer>> entries;
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::size_t i = 0; i < x.size(); ++i)
      for (const Term& t : abide::apply(x.field(i), {{columns[c], Rational(1)}})) {
        const RowName name{static_cast<std::uint32_t>(i), t.monomial};
        const std::size_t row = rows.try_emplace(name, rows.size()).first->second;
        entries.push_back({{row, c}, t.coefficient.numerator()});
      }
  IntegerMatrix matrix(rows.size(), columns.size());
  for (const auto& [at, value] : entries) matrix.set(at.first, at.second, value);
  return seconds_of([&] { matrix.nullity_by_basis(); });
}

}  // namespace

Measurement measure(const Case& what, bool references) {
  Measurement m;
  m.what = what;
  const auto n = in_child([&] { return pipeline(what); });
  if (n.size() < 8) return m;
  m.coordinates = n[0];
  m.laws_s = n[1];
  m.lie_s = n[2];
  m.certificate_s = n[3];
  m.check_s = n[4];
  m.peak_mib = n[5];
  m.complete = n[6] != 0;
  m.accepted = n[7] != 0;
  m.monomials = static_cast<double>(
      monomial_count(static_cast<std::uint64_t>(n[0]), what.degree).value_or(0));
  if (!references) return m;
  const auto rank = in_child(
      [&] { return std::vector<double>{dense_rank(static_cast<std::size_t>(m.coordinates))}; });
  if (!rank.empty()) m.rank_reference_s = rank[0];
  if (m.monomials <= largest_dense_kernel) {
    const auto kernel = in_child([&] { return std::vector<double>{dense_kernel(what)}; });
    if (!kernel.empty()) m.kernel_reference_s = kernel[0];
  }
  return m;
}

}  // namespace abide::bench

// The model in formulas of LaTeX: its parameters as matrices, φ, the equation of its dynamics, and
// remarks on metric and loss. What is too long to be shown is described by the page of its family,
// or left out.
#include "setting.hpp"

#include <fmt/format.h>

#include "formula.hpp"

namespace abide {

namespace {

constexpr std::size_t most_named = 1U << 20U;
constexpr std::size_t most_arrays = 8, most_entries = 6, longest_map = 160;

std::string space_of(const NamedArray& a) {
  if (a.indices == 0) return "\\mathbb{R}";
  if (a.indices == 1) return fmt::format("\\mathbb{{R}}^{{{}}}", a.rows);
  return fmt::format("\\mathbb{{R}}^{{{} \\times {}}}", a.rows, a.columns);
}

std::string parameters_of(const Model& model) {
  if (!std::holds_alternative<Network>(model.body()) && model.coordinates() > most_named) return "";
  const Arrays arrays(model);
  const std::size_t count = arrays.all().size();
  std::string text;
  for (std::size_t k = 0; k < count; ++k) {
    const bool last = k + 1 == count;
    if (count > most_arrays && k >= 3 && !last) {
      if (k == 3) text += ", \\dots";
      continue;
    }
    text += text.empty() ? "" : last ? (count == 2 ? " and " : ", and ") : ", ";
    text += "$" + latex_name(arrays[k].name) + " \\in " + space_of(arrays[k]) + "$";
  }
  return text;
}

std::string map_of(const Network& net) {
  if (net.has_relu() || net.bias() != Bias::none)
    return "\\varphi(\\theta) = \\Bigl(\\sum_{\\text{paths } p \\in c}\\ \\prod_{e \\in p} "
           "\\theta_e\\Bigr)_{c = (\\text{input, ReLU neurons, output})}";
  std::string product;
  for (std::size_t l = 1; l <= net.layers(); ++l)
    product += (l == 1 ? "" : "\\,") + latex_name("U" + std::to_string(l));
  return "\\varphi(\\theta) = " + product;
}

std::string map_of(const PolynomialMap& map, const Model& model) {
  if (map.entries.size() > most_entries) return "";
  std::string text;
  for (const Terms& entry : map.entries)
    text += (text.empty() ? "" : ",\\; ") + latex_of(to_string(entry, model.names()));
  if (text.size() > longest_map) return "";
  return "\\varphi(\\theta) = " + (map.entries.size() == 1 ? text : "\\bigl(" + text + "\\bigr)");
}

const Family* family_of(const Model& model) {
  for (const Family& f : families())
    if (model.title().starts_with(f.name + ":")) return &f;
  return nullptr;
}

// Of a short map its entries, of a family what its page says.
std::string map_of(const Model& model) {
  const auto* net = std::get_if<Network>(&model.body());
  if (net != nullptr && model.title().starts_with("product:"))
    return fmt::format("\\varphi(\\theta) = \\prod_{{k=1}}^{{{}}} x_{{k}}", net->layers());
  if (net != nullptr) return map_of(*net);
  if (std::holds_alternative<ExplicitFields>(model.body())) return "";
  if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
    if (const std::string text = map_of(*map, model); !text.empty()) return text;
  if (const Family* f = family_of(model)) return f->latex;
  return "\\varphi(\\theta) \\in \\mathbb{R}^{d}";
}

std::string fraction(const Rational& r) {
  const Rational size = r.sign() < 0 ? -r : r;
  return size.is_integer() ? size.to_string()
                           : "\\tfrac{" + size.numerator().to_string() + "}{" +
                                 size.denominator().to_string() + "}";
}

// " + 2\,x", " - x"; nothing for 0.
std::string multiple(const Rational& c, const std::string& of) {
  if (c.is_zero()) return "";
  const bool one = c == Rational(1) || c == Rational(-1);
  return (c.sign() < 0 ? " - " : " + ") + (one ? "" : fraction(c) + "\\,") + of;
}

std::string flow_of(const Model& model) {
  const Dynamics& d = model.dynamics();
  const std::string metric = model.metric().is_identity() ? ""
                             : has_paper_metric(model)    ? "M(\\theta, \\dot\\theta)\\,"
                                                          : "M(\\theta)\\,";
  const std::string decay = multiple(d.weight_decay, "\\theta");
  const std::string force =
      metric + (d.coupled && !decay.empty() ? "\\bigl(\\nabla E(\\theta)" + decay + "\\bigr)"
                                            : "\\nabla E(\\theta)");
  const std::string rest = d.coupled ? "" : multiple(-d.weight_decay, "\\theta");
  std::string left = "\\dot\\theta(t)";
  if (d.flow == Dynamics::Flow::momentum)
    left = "\\ddot\\theta(t)" + multiple(d.friction, "\\dot\\theta(t)");
  if (d.flow == Dynamics::Flow::nesterov)
    left = "\\ddot\\theta(t) + \\tfrac{" + std::string(has_paper_metric(model) ? "2" : "3") +
           "}{t}\\,\\dot\\theta(t)";
  return left + " = -" + force + rest;
}

std::string metric_of(const Model& model) {
  const Metric& metric = model.metric();
  const Dynamics& d = model.dynamics();
  if (has_paper_metric(model))
    return "with the metric $M_{jj} = " +
           (d.flow == Dynamics::Flow::nesterov
                ? "2\\theta_j + t\\,\\dot\\theta_j"
                : (multiple(d.friction, "\\theta_j") + " + \\dot\\theta_j").substr(3)) +
           "$ in place of $M_{jj} = \\theta_j$";
  std::string diagonal;
  bool is_theta = true, is_diagonal = true;
  for (std::uint32_t j = 0; j < metric.rows.size(); ++j) {
    is_diagonal = is_diagonal && (metric.rows[j].empty() ||
                                  (metric.rows[j].size() == 1 && metric.rows[j][0].column == j));
    is_theta = is_theta && metric.rows[j].size() == 1 &&
               metric.rows[j][0].value == Terms{{Monomial::variable(j), Rational(1)}};
  }
  if (is_theta) return "with the metric $M(\\theta) = \\operatorname{diag}(\\theta)$";
  for (std::uint32_t j = 0; is_diagonal && j < metric.rows.size() && j <= most_entries; ++j)
    diagonal +=
        (j == 0 ? "" : ", ") + (metric.rows[j].empty()
                                    ? std::string("0")
                                    : latex_of(to_string(metric.rows[j][0].value, model.names())));
  if (!is_diagonal || metric.rows.size() > most_entries || diagonal.size() > longest_map)
    return "with the metric $M$ of the model";
  return "with the metric $M(\\theta) = \\operatorname{diag}(" + diagonal + ")$";
}

}  // namespace

Report::Setting setting_of(const Model& model) {
  Report::Setting s;
  s.parameters = parameters_of(model);
  s.map = map_of(model);
  s.flow = flow_of(model);
  if (!model.metric().is_identity()) s.remark = metric_of(model);
  if (model.dynamics().loss == Dynamics::Loss::cross_entropy)
    s.remark += std::string(s.remark.empty() ? "" : ", and ") +
                "for losses whose gradients in the outputs sum up to $0$, such as cross-entropy";
  const auto* net = std::get_if<Network>(&model.body());
  if (net != nullptr && net->has_relu())
    s.remark =
        "inside a region of constant activations" + (s.remark.empty() ? "" : ", " + s.remark);
  s.sources.emplace_back("marcotte2023abide");
  if (!model.metric().is_identity() || model.dynamics().flow != Dynamics::Flow::gradient ||
      !model.dynamics().weight_decay.is_zero())
    s.sources.emplace_back("marcotte2024momentum");
  if (const Family* f = family_of(model);
      f != nullptr && (f->name == "attention" || f->name == "residual"))
    s.sources.emplace_back("marcotte2025transformative");
  return s;
}

}  // namespace abide

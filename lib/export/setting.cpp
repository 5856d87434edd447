// The model in formulas of LaTeX: its parameters as matrices, φ, the equation of its dynamics, and
// remarks on metric and loss. What is too long to be shown is described by the page of its family,
// or left out.
#include "setting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "coordinates/coordinates.hpp"
#include "fields/fields.hpp"
#include "formula.hpp"
#include "model/model.hpp"

namespace abide {

namespace {

bool has_relu(const Model& model) {
  if (const auto* sum = std::get_if<Sum>(&model.body()))
    return std::ranges::any_of(sum->summands,
                               [](const Sum::Summand& s) { return has_relu(*s.model); });
  const auto* net = std::get_if<Network>(&model.body());
  return net != nullptr && net->has_relu();
}

// The page of the family shows linear blocks; with ReLU there is a product for every neuron.
constexpr const char* residual_relu_map =
    R"(\varphi(\theta) = \bigl((V_l)_{\cdot k}\, (U_l)_{k \cdot}\bigr)_{l,k} \text{ for } x \mapsto x + V_l\, \sigma(U_l x))";

constexpr std::size_t most_arrays = 8, most_entries = 6, longest_map = 160;

std::string space_of(const NamedArray& a) {
  if (a.indices == 0) return "\\mathbb{R}";
  if (a.indices == 1) return fmt::format("\\mathbb{{R}}^{{{}}}", a.rows);
  return fmt::format("\\mathbb{{R}}^{{{} \\times {}}}", a.rows, a.columns);
}

std::string parameters_of(const Coordinates& layout) {
  const std::uint64_t count = layout.count();
  std::string text;
  for (std::uint64_t k = 0; k < count; ++k) {
    if (count > most_arrays && k == 3) {
      text += ", \\dots";
      k = count - 1;
    }
    const bool last = k + 1 == count;
    text += text.empty() ? "" : last ? (count == 2 ? " and " : ", and ") : ", ";
    text += "$" + layout.spelled(k, Script::latex) + " \\in " + space_of(layout[k]) + "$";
  }
  return text;
}

// "\varphi(\theta) "
std::string map_at(const Letters& letters) {
  return tex(letters.map) + "(" + tex(letters.parameters) + ") ";
}

// Is every layer one array, as it is or transposed?
bool has_layer_arrays(const Network& net, const Coordinates& layout) {
  if (layout.count() != net.layers()) return false;
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    const NamedArray a = layout[l - 1];
    const bool transposed = a.order == NamedArray::Order::columns;
    if (a.indices != 2 || (transposed ? a.columns : a.rows) != net.width(l - 1) ||
        (transposed ? a.rows : a.columns) != net.width(l))
      return false;
  }
  return true;
}

std::string map_of(const Network& net, const Coordinates& layout) {
  const std::string& k = layout.letters().index[0];
  const std::string start = map_at(layout.letters()) + "= ";
  if (!net.has_relu() && net.bias() == Bias::none && net.layers() == layout.size())
    if (layout.count() == 1)  // all widths are 1
      return start + fmt::format("\\prod_{{{}=1}}^{{{}}} {}", k, net.layers(),
                                 layout.spelled(0, k, Script::latex));
  if (net.has_relu() || net.bias() != Bias::none || !has_layer_arrays(net, layout))
    return start + "\\Bigl(\\sum_{\\text{paths } p \\in c}\\ \\prod_{e \\in p} " +
           tex(layout.letters().parameters) +
           "_e\\Bigr)_{c = (\\text{input, ReLU neurons, output})}";
  std::string product;
  for (std::size_t l = 0; l < net.layers(); ++l)
    product += (l == 0 ? "" : "\\,") + layout.spelled(l, Script::latex) +
               (layout[l].order == NamedArray::Order::columns ? "^{\\top}" : "");
  return start + product;
}

std::string map_of(const PolynomialMap& map, const Coordinates& layout) {
  if (map.entries.size() > most_entries) return "";
  std::string text;
  for (const Terms& entry : map.entries)
    text += (text.empty() ? "" : ",\\; ") + latex_of(entry, layout);
  if (text.size() > longest_map) return "";
  return map_at(layout.letters()) + "= " +
         (map.entries.size() == 1 ? text : "\\bigl(" + text + "\\bigr)");
}

// Of one family, by the specification: a title is a label and says nothing of the model.
const Family* family_of(const Model& model) {
  if (model.specification().find(" + ") != std::string::npos) return nullptr;
  for (const Family& f : families())
    if (model.specification().starts_with(f.name + ":")) return &f;
  return nullptr;
}

// Of a short map its entries, of a family what its page says.
std::string map_of(const Model& model) {
  const Coordinates& layout = model.layout();
  if (const auto* net = std::get_if<Network>(&model.body())) return map_of(*net, layout);
  if (std::holds_alternative<ExplicitFields>(model.body())) return "";
  if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
    if (const std::string text = map_of(*map, layout); !text.empty()) return text;
  if (model.title().starts_with("residual:") && has_relu(model)) return residual_relu_map;
  if (const Family* f = family_of(model)) return f->latex;
  return map_at(layout.letters()) + "\\in \\mathbb{R}^{" + tex(layout.letters().count) + "}";
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
  const Letters& letters = model.layout().letters();
  const std::string theta = tex(letters.parameters), time = tex(letters.time),
                    at_time = "(" + time + ")", m = tex(letters.metric);
  const std::string metric = model.metric().is_identity() ? ""
                             : has_paper_metric(model)
                                 ? m + "(" + theta + ", " + dotted(theta) + ")\\,"
                                 : m + "(" + theta + ")\\,";
  const std::string decay = multiple(d.weight_decay, theta);
  const std::string gradient = "\\nabla " + tex(letters.loss) + "(" + theta + ")";
  const std::string force =
      metric + (d.coupled && !decay.empty() ? "\\bigl(" + gradient + decay + "\\bigr)" : gradient);
  const std::string rest = d.coupled ? "" : multiple(-d.weight_decay, theta);
  std::string left = dotted(theta) + at_time;
  const Rational friction = friction_of(d, has_paper_metric(model));
  if (d.has_velocities())
    left = dotted(theta, "\\ddot") + at_time +
           (row_of(d.flow).by_time ? " + \\tfrac{" + friction.to_string() + "}{" + time + "}\\," +
                                         dotted(theta) + at_time
                                   : multiple(friction, dotted(theta) + at_time));
  return left + " = -" + force + rest;
}

std::string paper_metric(const Model& model) {
  const Dynamics& d = model.dynamics();
  const Letters& letters = model.layout().letters();
  const std::string theta = tex(letters.parameters) + "_j", m = tex(letters.metric) + "_{jj}";
  const std::string speed = dotted(tex(letters.parameters)) + "_j";
  return "with the metric $" + m + " = " +
         (multiple(friction_of(d, true), theta) + " + " +
          (row_of(d.flow).by_time ? tex(letters.time) + "\\," : "") + speed)
             .substr(3) +
         "$ in place of $" + m + " = " + theta + "$";
}

std::string metric_of(const Model& model) {
  const Metric& metric = model.metric();
  if (has_paper_metric(model)) return paper_metric(model);
  const Letters& letters = model.layout().letters();
  const std::string m = tex(letters.metric), theta = tex(letters.parameters);
  std::string diagonal;
  bool is_theta = true, is_diagonal = true;
  for (std::uint32_t j = 0; j < metric.rows.size(); ++j) {
    is_diagonal = is_diagonal && (metric.rows[j].empty() ||
                                  (metric.rows[j].size() == 1 && metric.rows[j][0].column == j));
    is_theta = is_theta && metric.rows[j].size() == 1 &&
               metric.rows[j][0].value == Terms{{Monomial::variable(j), Rational(1)}};
  }
  const std::string start = "with the metric $" + m + "(" + theta + ") = \\operatorname{diag}(";
  if (is_theta) return start + theta + ")$";
  for (std::uint32_t j = 0; is_diagonal && j < metric.rows.size() && j <= most_entries; ++j)
    diagonal += (j == 0 ? "" : ", ") + (metric.rows[j].empty()
                                            ? std::string("0")
                                            : latex_of(metric.rows[j][0].value, model.layout()));
  if (!is_diagonal || metric.rows.size() > most_entries || diagonal.size() > longest_map)
    return "with the metric $" + m + "$ of the model";
  return start + diagonal + ")$";
}

}  // namespace

Report::Setting setting_of(const Model& model) {
  Report::Setting s;
  s.parameters = parameters_of(model.layout());
  s.map = map_of(model);
  s.flow = flow_of(model);
  if (!model.metric().is_identity()) s.remark = metric_of(model);
  if (model.dynamics().loss == Dynamics::Loss::cross_entropy)
    s.remark += std::string(s.remark.empty() ? "" : ", and ") +
                "for losses whose gradients in the outputs sum up to $0$, such as cross-entropy";
  if (has_relu(model))
    s.remark =
        "inside a region of constant activations" + (s.remark.empty() ? "" : ", " + s.remark);
  s.sources.emplace_back("marcotte2023abide");
  if (!model.metric().is_identity() || model.dynamics().has_velocities() ||
      !model.dynamics().weight_decay.is_zero())
    s.sources.emplace_back("marcotte2024momentum");
  if (model.title().starts_with("attention:") || model.title().starts_with("residual:"))
    s.sources.emplace_back("marcotte2025transformative");
  return s;
}

}  // namespace abide

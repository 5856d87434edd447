// Pictures without any library: a law on the weights it involves, as edges of a layered network or
// cells of the named arrays; and the heat map of a sweep over the two numbers in which its models
// differ. Colours are those of Okabe and Ito, and no statement rests on colour alone.
#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "formula.hpp"
#include "words.hpp"

namespace abide {

namespace {

// Colours of Okabe and Ito, which everybody can tell apart; negative terms are dashed as well.
constexpr const char *plus = "#0072b2", *minus = "#d55e00", *both = "#cc79a7", *quiet = "#d8d8d8",
                     *ink = "#222222";
constexpr std::size_t most_panels = 12, most_nodes = 8, most_cells = 12;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string document(double width, double height, const std::string& title,
                     const std::string& body) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" "
      "height=\"{1:g}\" "
      "font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"12\" "
      "fill=\"{2}\">\n<title>{3}</title>\n"
      "<rect width=\"{0:g}\" height=\"{1:g}\" fill=\"#ffffff\"/>\n{4}</svg>\n",
      width, height, ink, escaped(title), body);
}

std::string label(double x, double y, const std::string& text, const char* anchor = "start",
                  int size = 12) {
  return fmt::format("<text x=\"{:g}\" y=\"{:g}\" text-anchor=\"{}\" font-size=\"{}\">{}</text>\n",
                     x, y, anchor, size, escaped(text));
}

// Which coordinates a law involves, and with which signs: 1 positive, 2 negative terms.
std::map<std::uint32_t, unsigned> signs_of(const LawFamily& f) {
  std::map<std::uint32_t, unsigned> signs;
  const Terms h = f.elementary ? f.elementary->numerator : expand(f.form, f.arrays);
  const auto add = [&](std::uint32_t v, const Rational& c) {
    if (f.elementary && v >= f.elementary->coordinates) v -= f.elementary->coordinates;
    signs[v] |= c.sign() < 0 ? 2U : 1U;
  };
  for (const Term& t : h)
    for (const Power& p : t.monomial.powers()) add(p.variable, t.coefficient);
  if (f.elementary)
    for (const Power& p : f.elementary->denominator.front().monomial.powers())
      add(p.variable, Rational(-1));
  return signs;
}

const char* colour(unsigned signs) { return signs == 3U ? both : signs == 2U ? minus : plus; }

// A picture of one law, in its own coordinates, and its size.
struct Panel {
  double width = 0, height = 0;
  std::string body;
};

// The layers as columns of nodes; of wide layers the first nodes, and three points.
class NetworkPicture {
 public:
  explicit NetworkPicture(const Network& net) : net_(net) {
    for (std::size_t l = 0; l <= net.layers(); ++l) rows_ = std::max<std::size_t>(rows_, shown(l));
    for (std::size_t l = 0; l <= net.layers(); ++l) wide_ = wide_ || shown(l) < net.width(l);
  }

  Panel draw(const std::map<std::uint32_t, unsigned>& signs) const {
    Panel panel{margin * 2 + static_cast<double>(net_.layers()) * column,
                margin * 2 + static_cast<double>(rows_ - 1) * row + (wide_ ? row : 0), ""};
    std::string above;
    for (std::uint32_t l = 1; l <= net_.layers(); ++l)
      for (std::uint32_t j = 0; j < shown(l); ++j)
        for (std::uint32_t i = 0; i < shown(l - 1); ++i) {
          const auto found = signs.find(net_.weight(l, i, j));
          (found == signs.end() ? panel.body : above) +=
              edge(l, i, j, found == signs.end() ? 0 : found->second);
        }
    panel.body += above;
    for (std::uint32_t l = 0; l <= net_.layers(); ++l) {
      for (std::uint32_t j = 0; j < shown(l); ++j) panel.body += node(l, j, signs);
      if (shown(l) < net_.width(l))
        panel.body +=
            label(x(l), y(l, shown(l)) + 4, "⋮ " + std::to_string(net_.width(l)), "middle");
    }
    return panel;
  }

 private:
  static constexpr double margin = 26, column = 120, row = 34, radius = 8;
  const Network& net_;
  std::size_t rows_ = 1;
  bool wide_ = false;

  std::uint32_t shown(std::size_t l) const {
    return std::min<std::uint32_t>(net_.width(l), most_nodes);
  }
  static double x(std::size_t l) { return margin + static_cast<double>(l) * column; }
  double y(std::size_t l, std::uint32_t j) const {
    return margin + (static_cast<double>(rows_ - shown(l)) / 2.0 + static_cast<double>(j)) * row;
  }
  std::string edge(std::uint32_t l, std::uint32_t i, std::uint32_t j, unsigned signs) const {
    return fmt::format(
        "<line x1=\"{:g}\" y1=\"{:g}\" x2=\"{:g}\" y2=\"{:g}\" stroke=\"{}\" "
        "stroke-width=\"{}\"{}/>\n",
        x(l - 1), y(l - 1, i), x(l), y(l, j), signs == 0 ? quiet : colour(signs),
        signs == 0 ? 1 : 2.5, signs == 2U ? " stroke-dasharray=\"7 4\"" : "");
  }
  // A bias is the square at its node.
  std::string node(std::uint32_t l, std::uint32_t j,
                   const std::map<std::uint32_t, unsigned>& signs) const {
    std::string text = fmt::format(
        "<circle cx=\"{:g}\" cy=\"{:g}\" r=\"{:g}\" fill=\"#ffffff\" stroke=\"{}\" "
        "stroke-width=\"1.5\"/>\n",
        x(l), y(l, j), radius, ink);
    if (l == 0 || !net_.has_bias(l)) return text;
    const auto found = signs.find(net_.bias_weight(l, j));
    return text +
           fmt::format("<rect x=\"{:g}\" y=\"{:g}\" width=\"9\" height=\"9\" fill=\"{}\"/>\n",
                       x(l) - 16, y(l, j) - 17,
                       found == signs.end() ? quiet : colour(found->second));
  }
};

// The named arrays as tables of cells.
Panel arrays_picture(const Coordinates& arrays, const std::map<std::uint32_t, unsigned>& signs) {
  constexpr double cell = 16, gap = 26, top = 22;
  std::map<Coordinates::Place, unsigned> by_place;
  std::set<std::uint64_t> used;
  for (const auto& [v, s] : signs) by_place[arrays.place(v)] = s;
  for (const auto& [place, s] : by_place) used.insert(place.array);
  Panel panel{gap, 0, ""};
  for (const std::uint64_t a : used) {
    const NamedArray array = arrays[a];
    const std::uint32_t rows = std::min<std::uint32_t>(array.rows, most_cells),
                        columns = std::min<std::uint32_t>(array.columns, most_cells);
    const std::string size = array.indices == 0 ? ""
                             : array.indices == 1
                                 ? fmt::format(" ({})", array.rows)
                                 : fmt::format(" ({} × {})", array.rows, array.columns);
    panel.body += label(panel.width, 14, array.name + size);
    for (std::uint32_t i = 1; i <= rows; ++i)
      for (std::uint32_t j = 1; j <= columns; ++j) {
        const auto found = by_place.find({a, i, j});
        const double x = panel.width + (j - 1) * cell, y = top + (i - 1) * cell;
        panel.body += fmt::format(
            "<rect x=\"{:g}\" y=\"{:g}\" width=\"{}\" height=\"{}\" fill=\"{}\" "
            "stroke=\"#ffffff\"/>\n",
            x, y, cell, cell, found == by_place.end() ? quiet : colour(found->second));
        if (found != by_place.end() && found->second == 2U)
          panel.body += fmt::format(
              "<line x1=\"{:g}\" y1=\"{:g}\" x2=\"{:g}\" y2=\"{:g}\" stroke=\"#ffffff\" "
              "stroke-width=\"2\"/>\n",
              x + 3, y + cell - 3, x + cell - 3, y + 3);
      }
    if (rows < array.rows || columns < array.columns)
      panel.body += label(panel.width, top + rows * cell + 14, "…");
    panel.width +=
        std::max(columns * cell, 8.0 * static_cast<double>(array.name.size() + size.size())) + gap;
    panel.height = std::max(panel.height, top + rows * cell + 18);
  }
  return panel;
}

std::string legend(double y) {
  return fmt::format(
             "<line x1=\"24\" y1=\"{0:g}\" x2=\"54\" y2=\"{0:g}\" stroke=\"{1}\" "
             "stroke-width=\"2.5\"/>\n",
             y - 4, plus) +
         label(60, y, "in positive terms") +
         fmt::format(
             "<line x1=\"190\" y1=\"{0:g}\" x2=\"220\" y2=\"{0:g}\" stroke=\"{1}\" "
             "stroke-width=\"2.5\" stroke-dasharray=\"7 4\"/>\n",
             y - 4, minus) +
         label(226, y, "in negative terms") +
         fmt::format(
             "<line x1=\"362\" y1=\"{0:g}\" x2=\"392\" y2=\"{0:g}\" stroke=\"{1}\" "
             "stroke-width=\"2.5\"/>\n",
             y - 4, both) +
         label(398, y, "in both");
}

}  // namespace

std::string to_svg(const Claims& r) {
  const std::vector<LawFamily> families = law_families(r);
  const auto* net = std::get_if<Network>(&r.model->body());
  const std::string number =
      r.laws_known ? counted(r.independent_laws, "independent law") : "nothing is claimed of laws";
  std::string body =
      label(24, 28, quoted(r.model->title()) + ": " + number + (r.complete ? ", complete" : ""),
            "start", 15);
  double y = 50, width = 520;
  for (std::size_t k = 0; k < families.size() && k < most_panels; ++k) {
    const auto signs = signs_of(families[k]);
    const Panel panel = net != nullptr ? NetworkPicture(*net).draw(signs)
                                       : arrays_picture(families[k].arrays, signs);
    const Report::Family f = written(families[k]);
    const std::string range =
        f.range.unicode.empty()
            ? ""
            : fmt::format("{}{}, {}; drawn: the first", f.matrix ? "entries " : "", f.range.unicode,
                          counted(f.laws, "law"));
    const std::string formula = shortened(f.form.unicode);
    body +=
        label(24, y + 14, formula, "start", 14) + (range.empty() ? "" : label(24, y + 32, range));
    body += fmt::format("<g transform=\"translate(24 {:g})\">\n{}</g>\n", y + 40, panel.body);
    y += 40 + panel.height + 24;
    width = std::max({width, panel.width + 48, 9.0 * static_cast<double>(formula.size()) + 48});
  }
  if (families.size() > most_panels)
    body += label(24, y + 12, fmt::format("… and {} more families", families.size() - most_panels)),
        y += 24;
  if (families.empty())
    body += label(24, y + 12, r.complete ? "no law" : r.laws_known ? "no law found" : ""), y += 30;
  else
    body += legend(y + 16), y += 34;
  return document(std::min(width, 1400.0), y, "Conservation laws of " + quoted(r.model->title()),
                  body);
}

namespace {

// "linear:3,2,4": the text around the numbers, and the numbers.
struct Specification {
  std::string frame;
  std::vector<std::uint64_t> numbers;
};

Specification parsed(const std::string& model) {
  Specification s;
  for (std::size_t k = 0; k < model.size();) {
    if (std::isdigit(static_cast<unsigned char>(model[k])) == 0) {
      s.frame += model[k++];
      continue;
    }
    std::uint64_t n = 0;
    for (; k < model.size() && std::isdigit(static_cast<unsigned char>(model[k])) != 0; ++k)
      n = std::min<std::uint64_t>(n * 10 + static_cast<std::uint64_t>(model[k] - '0'),
                                  1'000'000'000);
    s.frame += '#';
    s.numbers.push_back(n);
  }
  return s;
}

struct HeatCell {
  std::uint64_t laws = 0;
  bool complete = false, known = false;
};

struct HeatMap {
  std::string title;
  std::array<std::size_t, 2> axes{};
  std::array<std::set<std::uint64_t>, 2> values;
  std::map<std::pair<std::uint64_t, std::uint64_t>, HeatCell> cells;
  std::uint64_t most = 1;
};

HeatMap heat_map_of(const std::vector<RowReport>& rows) {
  const std::string expected =
      "a heat map needs rows of one family and one dynamics that differ in two numbers, and no two "
      "rows with the same";
  HeatMap map;
  if (rows.empty()) throw Error(ErrorKind::input, expected);
  const Specification first = parsed(rows.front().model);
  std::set<std::size_t> axes;
  for (const RowReport& row : rows) {
    const Specification s = parsed(row.model);
    if (s.frame != first.frame || row.dynamics != rows.front().dynamics)
      throw Error(ErrorKind::input, row.where, expected);
    for (std::size_t k = 0; k < s.numbers.size(); ++k)
      if (s.numbers[k] != first.numbers[k]) axes.insert(k);
  }
  if (axes.size() != 2) throw Error(ErrorKind::input, expected);
  map.axes = {*axes.begin(), *axes.rbegin()};
  for (const RowReport& row : rows) {
    const auto numbers = parsed(row.model).numbers;
    const std::pair place{numbers[map.axes[0]], numbers[map.axes[1]]};
    HeatCell cell;
    cell.known = row.result.has_value();
    if (row.result) cell = {row.result->independent_laws, row.result->complete, true};
    if (!map.cells.emplace(place, cell).second) throw Error(ErrorKind::input, row.where, expected);
    map.values[0].insert(place.first);
    map.values[1].insert(place.second);
    map.most = std::max(map.most, cell.laws);
  }
  std::size_t number = 0;
  for (const char c : quoted(first.frame)) {
    if (c != '#') {
      map.title += c;
      continue;
    }
    map.title += number == map.axes[0]   ? "a"
                 : number == map.axes[1] ? "b"
                                         : std::to_string(first.numbers[number]);
    ++number;
  }
  if (rows.front().dynamics != "gradient-flow") map.title += ", " + quoted(rows.front().dynamics);
  return map;
}

// From dark blue over grey to yellow, of even steps in lightness (like cividis).
std::string shade(double t) {
  constexpr std::array<std::array<double, 3>, 3> stops{
      {{0, 46, 110}, {124, 123, 120}, {253, 231, 85}}};
  const double at = std::clamp(t, 0.0, 1.0) * 2;
  const std::size_t k = at < 1 ? 0 : 1;
  std::string text = "#";
  for (std::size_t c = 0; c < 3; ++c)
    text += fmt::format(
        "{:02x}",
        static_cast<unsigned>(std::lround(stops[k][c] + (stops[k + 1][c] - stops[k][c]) *
                                                            (at - static_cast<double>(k)))));
  return text;
}

}  // namespace

std::string to_svg(const std::vector<RowReport>& rows) {
  constexpr double cell = 46, left = 70, top = 80;
  const HeatMap map = heat_map_of(rows);
  std::string body = label(24, 28, "independent laws of " + map.title, "start", 15);
  const std::string file = stated_in(rows);
  body += label(24, 48,
                file.empty() ? "● complete: no others exist    ○ open"
                             : "as stated in " + file + " (not proved here): ● complete    ○ open",
                "start");
  double x = left;
  std::map<std::uint64_t, double> columns;
  for (const std::uint64_t b : map.values[1]) {
    columns[b] = x;
    body += label(x + cell / 2, top - 6, "b = " + std::to_string(b), "middle", 11);
    x += cell;
  }
  double y = top;
  for (const std::uint64_t a : map.values[0]) {
    body += label(left - 8, y + cell / 2 + 4, "a = " + std::to_string(a), "end", 11);
    for (const std::uint64_t b : map.values[1]) {
      const auto found = map.cells.find({a, b});
      if (found == map.cells.end()) continue;
      const double t = static_cast<double>(found->second.laws) / static_cast<double>(map.most);
      body += fmt::format(
          "<rect x=\"{:g}\" y=\"{:g}\" width=\"{}\" height=\"{}\" fill=\"{}\" "
          "stroke=\"#ffffff\"/>\n",
          columns[b], y, cell, cell, found->second.known ? shade(t) : quiet);
      body += fmt::format(
          "<g fill=\"{}\">{}{}</g>\n", t > 0.55 || !found->second.known ? ink : "#ffffff",
          label(columns[b] + cell / 2, y + 24,
                found->second.known ? std::to_string(found->second.laws) : "?", "middle", 13),
          label(columns[b] + cell / 2, y + 40, found->second.complete ? "●" : "○", "middle", 11));
    }
    y += cell;
  }
  return document(std::max(x + 24, 420.0), y + 24, "Independent laws of " + map.title, body);
}

}  // namespace abide

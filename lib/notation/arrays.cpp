#include <abide/notation.hpp>
#include <algorithm>
#include <charconv>

namespace abide {

namespace {

// "U[2,1]" as base, number of indices, and these.
struct ReadName {
  std::string base;
  std::uint32_t indices = 0, row = 1, column = 1;
};

ReadName read_name(const std::string& name) {
  ReadName r;
  const std::size_t bracket = name.find('[');
  r.base = name.substr(0, bracket);
  if (bracket == std::string::npos) return r;
  const char* const end = name.data() + name.size();
  const char* at = std::from_chars(name.data() + bracket + 1, end, r.row).ptr;
  r.indices = 1;
  if (at == end || *at != ',') return r;
  std::from_chars(at + 1, end, r.column);
  r.indices = 2;
  return r;
}

std::vector<NamedArray> arrays_of(const Network& net) {
  std::vector<NamedArray> arrays;
  for (std::uint32_t l = 1; l <= net.layers(); ++l)
    arrays.push_back({"U" + std::to_string(l), 2, net.width(l - 1), net.width(l)});
  for (std::uint32_t l = 1; l <= net.layers(); ++l)
    if (net.has_bias(l)) arrays.push_back({"b" + std::to_string(l), 1, net.width(l), 1});
  return arrays;
}

// The copies of a union have names of their own.
bool has_usual_names(const Network& net, const Names& names) {
  const Network::Edge last = net.edge(net.parameters() - 1);
  const std::string layer = std::to_string(last.layer), to = std::to_string(last.to + 1);
  return names[0] == "U1[1,1]" &&
         names[names.size() - 1] ==
             (last.constant ? "b" + layer + "[" + to + "]"
                            : "U" + layer + "[" + std::to_string(last.from + 1) + "," + to + "]");
}

}  // namespace

Arrays::Arrays(const Model& model) {
  const auto* net = std::get_if<Network>(&model.body());
  if (net != nullptr && has_usual_names(*net, model.names())) {
    network_ = *net;
    arrays_ = arrays_of(*net);
    return;
  }
  std::map<std::string, std::uint32_t> numbers;
  std::vector<std::size_t> counts;
  for (std::uint32_t k = 0; k < model.coordinates(); ++k) {
    const ReadName r = read_name(model.names()[k]);
    const auto [it, fresh] =
        numbers.try_emplace(r.base, static_cast<std::uint32_t>(arrays_.size()));
    if (fresh) {
      arrays_.push_back({r.base, r.indices, 1, 1});
      counts.push_back(0);
    }
    NamedArray& a = arrays_[it->second];
    a.rows = std::max(a.rows, r.row);
    a.columns = std::max(a.columns, r.column);
    ++counts[it->second];
    places_.push_back({it->second, r.row, r.column});
    coordinates_.emplace(places_.back(), k);
  }
  for (std::size_t a = 0; a < arrays_.size(); ++a)
    arrays_[a].whole = counts[a] == std::size_t{arrays_[a].rows} * arrays_[a].columns;
}

Arrays::Place Arrays::place(std::uint32_t variable) const {
  if (!network_) return places_.at(variable);
  const Network::Edge e = network_->edge(variable);
  auto array = e.layer - 1;
  if (!e.constant) return {array, e.from + 1, e.to + 1};
  const std::string name = "b" + std::to_string(e.layer);
  while (arrays_[array].name != name) ++array;
  return {array, e.to + 1, 1};
}

std::uint32_t Arrays::variable(const Place& place) const {
  if (!network_) return coordinates_.at(place);
  const auto layer = static_cast<std::uint32_t>(std::stoul(arrays_[place.array].name.substr(1)));
  if (arrays_[place.array].indices == 1) return network_->bias_weight(layer, place.row - 1);
  return network_->weight(layer, place.row - 1, place.column - 1);
}

}  // namespace abide

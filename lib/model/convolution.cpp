// The entries of φ of a convolutional network. Nodes are (place, channel), and the edge between two
// nodes is the kernel entry of their distance: weights are shared by all places. The sums of path
// products are pushed forward from each input through the layers, all nodes together in a linear
// layer, one after the other in a ReLU layer. Where places see the same taps the same polynomial
// arises many times; it is kept once. Source: Kohn, Merkh, Montúfar, Trager, Geometry of linear
// convolutional networks, 2022.
#include "convolution.hpp"

#include <map>
#include <optional>
#include <unordered_set>

#include "exact/exact.hpp"

namespace abide {

namespace {

constexpr std::uint64_t largest_grid = 4096;
constexpr std::uint64_t most_paths = 1U << 20U;

// One axis of a grid: where tap a of the kernel at an output place reads.
std::uint64_t output_size(std::uint64_t size, const Convolution& c) {
  return (size + 2 * c.padding - c.kernel) / c.stride + 1;
}
std::optional<std::uint64_t> input_place(std::uint64_t out, std::uint64_t tap, std::uint64_t size,
                                         const Convolution& c) {
  const std::uint64_t shifted = out * c.stride + tap;
  if (shifted < c.padding || shifted - c.padding >= size) return std::nullopt;
  return shifted - c.padding;
}

// A node is a place on the grid and a channel, numbered place by place.
class Layer {
 public:
  Layer(std::vector<std::uint64_t> sizes, std::uint64_t channels)
      : sizes(std::move(sizes)), channels(channels) {}
  std::uint64_t places() const {
    std::uint64_t count = 1;
    for (const std::uint64_t s : sizes) count *= s;
    return count;
  }
  std::uint64_t nodes() const { return places() * channels; }
  std::vector<std::uint64_t> coordinates(std::uint64_t place) const {
    std::vector<std::uint64_t> x(sizes.size());
    for (std::size_t k = sizes.size(); k-- > 0; place /= sizes[k]) x[k] = place % sizes[k];
    return x;
  }
  std::vector<std::uint64_t> sizes;
  std::uint64_t channels;
};

class PathSums {
 public:
  PathSums(const Convolution& c, const Progress& progress) : c_(c), progress_(progress) {
    std::vector<std::uint64_t> sizes = c.sizes;
    layers_.emplace_back(sizes, c.channels[0]);
    for (std::size_t l = 1; l < c.channels.size(); ++l) {
      offsets_.push_back(variables_);
      variables_ += static_cast<std::uint32_t>(c.channels[l] * c.channels[l - 1] * c.taps());
      for (std::uint64_t& s : sizes) s = output_size(s, c);
      layers_.emplace_back(sizes, c.channels[l]);
      add_edges(l - 1);
    }
  }

  std::vector<Terms> run() {
    for (std::uint64_t node = 0; node < layers_[0].nodes(); ++node)
      follow(0, {{node, {{Monomial(), Rational(1)}}}});
    return std::move(entries_);
  }

 private:
  const Convolution& c_;
  const Progress& progress_;
  std::vector<Layer> layers_;
  std::vector<std::uint32_t> offsets_;  // of the kernels of layer l + 1
  struct Edge {
    std::uint64_t to;
    std::uint32_t variable;
  };
  std::vector<std::vector<std::vector<Edge>>> edges_;  // by layer and node they leave
  using Sums = std::map<std::uint64_t, Terms>;         // by node
  std::uint32_t variables_ = 0;
  std::uint64_t steps_ = 0;
  std::vector<Terms> entries_;
  std::unordered_set<std::string> seen_;

  // Those from layer l into the next.
  void add_edges(std::size_t l) {
    const Layer& in = layers_[l];
    const Layer& out = layers_[l + 1];
    if (in.nodes() > most_paths || out.nodes() * in.channels * c_.taps() > most_paths) refuse();
    auto& edges = edges_.emplace_back(in.nodes());
    for (std::uint64_t place = 0; place < out.places(); ++place) {
      progress_.check();
      for (std::uint64_t tap = 0; tap < c_.taps(); ++tap) {
        const auto from = read_place(in, out.coordinates(place), tap);
        if (!from) continue;
        for (std::uint64_t i = 0; i < in.channels; ++i)
          for (std::uint64_t o = 0; o < out.channels; ++o)
            edges[*from * in.channels + i].push_back(
                {place * out.channels + o,
                 offsets_[l] +
                     static_cast<std::uint32_t>((o * in.channels + i) * c_.taps() + tap)});
      }
    }
  }
  std::optional<std::uint64_t> read_place(const Layer& in, const std::vector<std::uint64_t>& at,
                                          std::uint64_t tap) const {
    std::uint64_t place = 0;
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      const std::uint64_t t = axis + 1 < at.size() ? tap / c_.kernel : tap % c_.kernel;
      const auto x = input_place(at[axis], t, in.sizes[axis], c_);
      if (!x) return std::nullopt;
      place = place * in.sizes[axis] + *x;
    }
    return place;
  }

  // The sums at the nodes of layer l go on to the next layer: all together, or node by node if it
  // is a ReLU layer.
  void follow(std::size_t l, const Sums& sums) {
    Sums next;
    progress_.check();
    for (const auto& [from, terms] : sums)
      for (const Edge& e : edges_[l][from]) {
        if ((steps_ += terms.size()) > 64 * most_paths) refuse();
        progress_.check();
        for (const Term& t : terms)
          next[e.to].push_back({t.monomial.times(Monomial::variable(e.variable)), t.coefficient});
      }
    for (auto& [node, terms] : next) terms = collect(std::move(terms), progress_);
    if (l + 2 == layers_.size()) {
      for (auto& [node, terms] : next) add(std::move(terms));
    } else if (c_.relu) {
      for (const auto& [node, terms] : next) follow(l + 1, {{node, terms}});
    } else {
      follow(l + 1, next);
    }
  }

  void add(Terms entry) {
    std::string key;
    for (const Term& t : entry) {
      key += t.coefficient.to_string() + ":";
      for (const Power& p : t.monomial.powers())
        key += std::to_string(p.variable) + "^" + std::to_string(p.exponent) + ".";
    }
    if (!seen_.insert(std::move(key)).second) return;
    if (entries_.size() >= most_paths) refuse();
    entries_.push_back(std::move(entry));
  }

  [[noreturn]] static void refuse() {
    throw Error(ErrorKind::limit, "a convolutional network of more than 2^20 paths");
  }
};

}  // namespace

Convolution scan_convolution(Scanner& scanner, std::size_t axes) {
  Convolution c;
  const std::size_t start = scanner.position();
  for (std::size_t k = 0; k < axes; ++k) {
    c.sizes.push_back(scanner.natural("a size of the input", 1, largest_grid));
    scanner.expect(",");
  }
  while (scanner.peek() >= '0' && scanner.peek() <= '9') {
    c.channels.push_back(scanner.natural("a number of channels", 1, largest_grid));
    scanner.expect(",");
  }
  if (c.channels.size() < 2) scanner.expected("a number of channels: two layers or more");
  scanner.expect("kernel=");
  c.kernel = scanner.natural("the size of the kernel", 1, largest_grid);
  if (scanner.take(",stride=")) c.stride = scanner.natural("the stride", 1, largest_grid);
  if (scanner.take(",padding=")) c.padding = scanner.natural("the padding", 0, largest_grid);
  c.relu = scanner.take(",relu");
  for (std::uint64_t size : c.sizes)
    for (std::size_t l = 1; l < c.channels.size(); ++l) {
      if (size + 2 * c.padding < c.kernel)
        scanner.fail(start, "the kernel does not fit into layer " + std::to_string(l - 1) +
                                ": its size is " + std::to_string(size));
      size = output_size(size, c);
    }
  return c;
}

Coordinates kernel_arrays(const Convolution& c) {
  std::vector<NamedArray> arrays;
  for (std::size_t l = 1; l < c.channels.size(); ++l)
    arrays.push_back({"K" + std::to_string(l), 2, static_cast<std::uint32_t>(c.channels[l]),
                      static_cast<std::uint32_t>(c.channels[l - 1] * c.taps())});
  return Coordinates(std::move(arrays));
}

std::vector<Terms> entries_of(const Convolution& c, const Progress& progress) {
  std::uint64_t parameters = 0;
  for (std::size_t l = 1; l < c.channels.size(); ++l)
    parameters += c.channels[l] * c.channels[l - 1] * c.taps();
  std::uint64_t inputs = c.channels[0];
  for (const std::uint64_t s : c.sizes) inputs *= s;
  if (parameters > most_paths || inputs > most_paths)
    throw Error(ErrorKind::limit, "a convolutional network of more than 2^20 parameters or inputs");
  return PathSums(c, progress).run();
}

}  // namespace abide

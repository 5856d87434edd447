// The search for automorphisms of a coloured graph by bliss (Junttila, Kaski, Engineering an
// efficient canonical labeling tool for large and sparse graphs, ALENEX 2007), with a limit on its
// steps: the only file that includes it. Without bliss there are no automorphisms, and certificates
// of models that are not networks are longer, never different in what they claim.
#include "automorphisms.hpp"

#ifdef ABIDE_HAVE_BLISS
#include <bliss/graph.hh>
#endif

namespace abide {

#ifdef ABIDE_HAVE_BLISS

namespace {

constexpr std::uint64_t steps_between_checks = 100'000;

struct OutOfSteps {};

// bliss 0.73 cannot be told to stop, but everything expensive passes its virtual functions: they
// count steps and leave the search by an exception.
class Search final : public bliss::Graph {
 public:
  Search(const ColouredGraph& graph, std::uint32_t count, std::uint64_t most_steps,
         const Progress& progress)
      : progress_(progress),
        most_steps_(most_steps),
        count_(count),
        size_(graph.colours.size() + graph.edges.size()) {
    for (const std::uint32_t colour : graph.colours) add_vertex(colour);
    for (const auto& [a, b] : graph.edges) add_edge(a, b);
    set_splitting_heuristic(shs_fl);  // finds the fewest generators, which move the least
  }
  // bliss frees these at the end of a search only.
  ~Search() {
    long_prune_deallocate();
    p.cr_free();
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  std::vector<std::vector<std::uint32_t>> run() {
    bliss::Stats stats;
    try {
      find_automorphisms(stats, keep, this);
    } catch (const OutOfSteps&) {  // what was found generates a subgroup
    }
    return std::move(found_);
  }

 private:
  const Progress& progress_;
  std::uint64_t most_steps_;
  std::uint32_t count_;
  std::uint64_t size_, steps_ = 0, checked_ = 0;
  std::vector<std::vector<std::uint32_t>> found_;

  static void keep(void* self, unsigned int, const unsigned int* images) {
    static_cast<Search*>(self)->keep(images);
  }
  void keep(const unsigned int* images) {
    spend(size_);
    bool moves = false;
    for (std::uint32_t v = 0; v < count_ && !moves; ++v) moves = images[v] != v;
    if (moves) found_.emplace_back(images, images + count_);
  }

  void spend(std::uint64_t steps) {
    steps_ += steps;
    if (steps_ > most_steps_) throw OutOfSteps();
    if (steps_ - checked_ < steps_between_checks) return;
    checked_ = steps_;
    progress_.check();
  }
  void spend_on(const bliss::Partition::Cell& cell) {
    std::uint64_t steps = 1;
    for (unsigned int k = 0; k < cell.length; ++k)
      steps += 1 + vertices[p.elements[cell.first + k]].edges.size();
    spend(steps);
  }

  bool split_neighbourhood_of_unit_cell(bliss::Partition::Cell* cell) override {
    spend_on(*cell);
    return Graph::split_neighbourhood_of_unit_cell(cell);
  }
  bool split_neighbourhood_of_cell(bliss::Partition::Cell* cell) override {
    spend_on(*cell);
    return Graph::split_neighbourhood_of_cell(cell);
  }
  bool is_automorphism(unsigned int* images) override {
    spend(size_);
    return Graph::is_automorphism(images);
  }
};

}  // namespace

std::vector<std::vector<std::uint32_t>> automorphisms(const ColouredGraph& graph,
                                                      std::uint32_t count, std::uint64_t most_steps,
                                                      const Progress& progress) {
  return Search(graph, count, most_steps, progress).run();
}

#else

std::vector<std::vector<std::uint32_t>> automorphisms(const ColouredGraph&, std::uint32_t,
                                                      std::uint64_t, const Progress&) {
  return {};
}

#endif

}  // namespace abide

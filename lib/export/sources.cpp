// The papers that the LaTeX texts cite, as entries of a bibliography and of BibTeX. A report names
// them by keys; unknown keys are left out.
#include "sources.hpp"

namespace abide {

namespace {

const std::vector<Source>& all_sources() {
  static const std::vector<Source> all{
      {"marcotte2023abide",
       "@inproceedings{marcotte2023abide,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Abide by the Law and Follow the Flow: Conservation Laws for Gradient "
       "Flows},\n"
       "  booktitle = {Advances in Neural Information Processing Systems},\n"
       "  volume    = {36},\n"
       "  year      = {2023}\n"
       "}\n",
       "Abide by the law and follow the flow: conservation laws for gradient flows. "
       "\\emph{NeurIPS}, 2023."},
      {"marcotte2024momentum",
       "@inproceedings{marcotte2024momentum,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Keep the Momentum: Conservation Laws beyond {E}uclidean Gradient Flows},\n"
       "  booktitle = {Proceedings of the 41st International Conference on Machine Learning},\n"
       "  year      = {2024}\n"
       "}\n",
       "Keep the momentum: conservation laws beyond Euclidean gradient flows. \\emph{ICML}, 2024."},
      {"marcotte2025transformative",
       "@inproceedings{marcotte2025transformative,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Transformative or Conservative? {C}onservation Laws for {R}es{N}ets and "
       "{T}ransformers},\n"
       "  booktitle = {Proceedings of the 42nd International Conference on Machine Learning},\n"
       "  year      = {2025}\n"
       "}\n",
       "Transformative or conservative? Conservation laws for ResNets and Transformers. "
       "\\emph{ICML}, 2025."}};
  return all;
}

}  // namespace

std::vector<Source> sources_of(const Report& report) {
  std::vector<Source> found;
  for (const std::string& key : report.setting.sources)
    for (const Source& source : all_sources())
      if (key == source.key) found.push_back(source);
  return found;
}

std::string to_bibtex(const Report& report) {
  std::string text;
  for (const Source& source : sources_of(report))
    text += (text.empty() ? "" : "\n") + std::string(source.bibtex);
  return text;
}

}  // namespace abide

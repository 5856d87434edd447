#include <abide/export.hpp>

#include <map>

namespace abide {

std::string to_bibtex(const Report& report) {
  static const std::map<std::string, std::string> entries{
      {"marcotte2023abide",
       "@inproceedings{marcotte2023abide,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Abide by the Law and Follow the Flow: Conservation Laws for Gradient Flows},\n"
       "  booktitle = {Advances in Neural Information Processing Systems},\n"
       "  volume    = {36},\n"
       "  year      = {2023}\n"
       "}\n"},
      {"marcotte2024momentum",
       "@inproceedings{marcotte2024momentum,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Keep the Momentum: Conservation Laws beyond {E}uclidean Gradient Flows},\n"
       "  booktitle = {Proceedings of the 41st International Conference on Machine Learning},\n"
       "  year      = {2024}\n"
       "}\n"},
      {"marcotte2025transformative",
       "@inproceedings{marcotte2025transformative,\n"
       "  author    = {Marcotte, Sibylle and Gribonval, R{\\'e}mi and Peyr{\\'e}, Gabriel},\n"
       "  title     = {Transformative or Conservative? {C}onservation Laws for {R}es{N}ets and {T}ransformers},\n"
       "  booktitle = {Proceedings of the 42nd International Conference on Machine Learning},\n"
       "  year      = {2025}\n"
       "}\n"}};
  std::string text;
  for (const std::string& key : report.setting.sources)
    if (const auto found = entries.find(key); found != entries.end()) text += (text.empty() ? "" : "\n") + found->second;
  return text;
}

}  // namespace abide

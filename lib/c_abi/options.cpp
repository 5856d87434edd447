// Options by key and value: one table of what there is.
#include <array>
#include <charconv>
#include <limits>

#include "calls.hpp"

namespace abide::c {

namespace {

struct Key {
  std::string_view name;
  const char* expected;
  // Whether the value is one; an empty one is as if nothing had been set.
  bool (*set)(Settings&, std::string_view value);
};

template <class Number>
bool read_option(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// From a decimal, whatever the locale is.
bool read_seconds(std::string_view text, std::optional<double>& seconds) {
  seconds.reset();
  if (text.empty()) return true;
  double value = 0;
  const bool plain = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!plain || !read_option(text, value) || !(value > 0)) return false;
  seconds = value;
  return true;
}

bool read_yes(std::string_view text, bool& flag) {
  flag = text.empty() || text == "yes";
  return flag || text == "no";
}

constexpr std::array<Key, 11> keys{{
    {"question", "certify, laws or rank",
     [](Settings& s, std::string_view v) {
       s.search.question = v == "laws"   ? Question::laws
                           : v == "rank" ? Question::rank
                                         : Question::certify;
       return v.empty() || v == "certify" || v == "laws" || v == "rank";
     }},
    {"degree", "a degree, or bounds on groups of coordinates",
     [](Settings& s, std::string_view v) {
       s.degree = v;  // the model tells the rest
       return true;
     }},
    {"seed", "a natural number below 2^64",
     [](Settings& s, std::string_view v) {
       s.search.seed = 0;
       return v.empty() || read_option(v, s.search.seed);
     }},
    {"threads", "a number from 1 to 1024",
     [](Settings& s, std::string_view v) {
       s.threads = 1;
       return v.empty() || (read_option(v, s.threads) && s.threads >= 1 && s.threads <= 1024);
     }},
    {"time-limit", "seconds, such as 0.5",
     [](Settings& s, std::string_view v) { return read_seconds(v, s.time_limit); }},
    {"row-time-limit", "seconds, such as 0.5",
     [](Settings& s, std::string_view v) { return read_seconds(v, s.row_time_limit); }},
    {"memory-limit", "a size such as 500M or 2G",
     [](Settings& s, std::string_view v) {
       const auto bytes = parse_size(v);
       s.memory_limit = bytes.value_or(0);
       return v.empty() || bytes.has_value();
     }},
    {"guess", "yes or no",
     [](Settings& s, std::string_view v) { return read_yes(v, s.search.guess); }},
    {"orbits", "yes or no",
     [](Settings& s, std::string_view v) { return read_yes(v, s.search.orbits); }},
    {"logarithms", "yes or no",
     [](Settings& s, std::string_view v) { return read_yes(v, s.search.logarithms); }},
    {"evidence", "automatic, sparse or dense",
     [](Settings& s, std::string_view v) {
       s.search.points = v == "sparse"  ? EvidencePoints::sparse
                         : v == "dense" ? EvidencePoints::dense
                                        : EvidencePoints::automatic;
       return v.empty() || v == "automatic" || v == "sparse" || v == "dense";
     }},
}};

void set_option(Settings& settings, std::string_view name, std::string_view value) {
  std::string known;
  for (const Key& key : keys) {
    known += (known.empty() ? "" : ", ") + std::string(key.name);
    if (key.name != name) continue;
    Settings changed = settings;
    if (!key.set(changed, value))
      throw Error(
          ErrorKind::input, {std::string(name), 0, 0},
          std::string("expected ") + key.expected + ", found '" + quoted(std::string(value)) + "'");
    settings = std::move(changed);
    return;
  }
  throw Error(ErrorKind::input,
              "unknown option '" + quoted(std::string(name)) + "'; there are " + known);
}

}  // namespace

Settings settings_of(const abide_options* options) {
  const auto shared = maybe<SharedSettings>(options, "options");
  if (!shared) return {};
  const std::scoped_lock lock(shared->mutex);
  return shared->settings;
}

CallProgress::CallProgress(const Settings& settings, std::shared_ptr<Job> job) {
  set_threads(settings.threads);
  if (settings.time_limit) set_time_limit(*settings.time_limit);
  if (settings.memory_limit > 0) {
    set_memory_limit(settings.memory_limit);
    // The host has memory of its own: what counts is what this call adds.
    set_memory_probe([before = process_memory()] {
      const std::size_t now = process_memory();
      return now > before ? now - before : 0;
    });
  }
  if (!job) return;
  on_event([job](const Event& e) { job->tell(e.stage, e.message); });
  set_cancel_probe([job] { return job->is_cancelled(); });
}

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_options_create(abide_options** out, abide_error** error) {
  return give(out, error, [] { return std::make_shared<SharedSettings>(); });
}

abide_status abide_options_set(abide_options* options, const char* key, const char* value,
                               abide_error** error) {
  return call(error, [&] {
    const auto shared = needed<SharedSettings>(options, "options");
    const std::string_view name = text_argument(key, "key");
    const std::string_view text = value == nullptr ? "" : value;
    if (value != nullptr && text.empty())
      throw abide::Error(abide::ErrorKind::input, {abide::quoted(key), 0, 0}, "the value is empty");
    const std::scoped_lock lock(shared->mutex);
    set_option(shared->settings, name, text);
  });
}

void abide_options_free(abide_options* options) { release(options); }

}  // extern "C"

// What handles stand for.
#pragma once

#include <abide/certify.hpp>
#include <abide/checker.hpp>
#include <abide/export.hpp>
#include <abide/model.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "handles.hpp"

namespace abide::c {

struct Failure {
  abide_status status = ABIDE_OK;
  Location where;
  std::string message;
};

struct NamedModel {
  Model model;
  Coordinates layout;  ///< of its phase space
};

// What is asked, and limits. A value.
struct Settings {
  Options search = {};
  std::string degree = {};
  std::size_t threads = 1, memory_limit = 0;
  std::optional<double> time_limit = {}, row_time_limit = {};
};

struct SharedSettings {
  std::mutex mutex;
  Settings settings;
};

// Who watches calls and may stop them. The flag of cancelling is in a table of its own (jobs.cpp),
// where a signal handler finds it.
class Job {
 public:
  Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job();

  Handle handle() const noexcept;
  bool is_cancelled() const noexcept;
  void listen(abide_listener listener, void* user);
  void tell(const std::string& stage, const std::string& message);
  // The last thing that was told, and how many there were.
  std::pair<std::string, std::uint64_t> last() const;

 private:
  std::uint64_t serial_;
  mutable std::mutex last_mutex_;
  std::string last_;
  std::uint64_t events_ = 0;
  std::recursive_mutex calling_;
  abide_listener listener_ = nullptr;
  void* user_ = nullptr;
};

// Claims that were proved here, or that abide-check accepted.
struct Proved {
  std::shared_ptr<const Claims> claims;
  std::shared_ptr<const Result> result;  ///< or null: read from `certificate`
  std::string certificate, remark;
};

struct Said {
  Outcome outcome = Outcome::open;
  std::string lines, printed, certificate, name;
  std::shared_ptr<const Model> model;
};

}  // namespace abide::c

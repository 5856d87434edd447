// The loops that do not ask. Everything that the library does is run here at sizes that take far
// too long, with a limit of time, and the probe of a Progress, which is asked for at looks,
// measures the processor time of this thread from one look to the next: the longest of all is how
// late a limit or a signal may be noticed, and where the look before it stands is the loop to mend.
//
// It fails beyond a bound that no build and no busy machine reaches by chance; the figures are
// printed. `looks PART` runs the cases whose names have this part, `looks --places` tells for each
// where it was longest.
#include <dlfcn.h>
#include <execinfo.h>

#include <abide/abide.hpp>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <new>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace abide;

constexpr double bound = 5;       // seconds between two looks
constexpr double long_gap = 0.2;  // counted as a place
constexpr double per_case = 0.7;  // seconds until a case is stopped
constexpr std::size_t memory = std::size_t{4} << 30U;

double processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Look {
  std::array<void*, 32> calls{};
  int depth = 0;
};

class Watch {
 public:
  void look() {
    Look now;
    now.depth = ::backtrace(now.calls.data(), static_cast<int>(now.calls.size()));
    mark(now);
  }
  void end() { mark({}); }
  double longest() const { return longest_; }
  const Look& before() const { return before_; }
  const Look& after() const { return after_; }

 private:
  double last_ = processor_time(), longest_ = 0;
  Look last_look_, before_, after_;

  void mark(const Look& now) {
    const double time = processor_time();
    if (time - last_ > longest_) {
      longest_ = time - last_;
      before_ = last_look_;
      after_ = now;
    }
    last_look_ = now;
    last_ = processor_time();
  }
};

struct Case {
  std::string name;
  std::function<void(const Progress&)> run;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  const auto certified = [&](const std::string& name, const std::string& dynamics = "",
                             Options options = {}, const std::string& remark = "") {
    all.push_back({"certify " + name + (dynamics.empty() ? "" : " --dynamics " + dynamics) + remark,
                   [=](const Progress& progress) {
                     Model model = load_model(name, progress);
                     if (!dynamics.empty()) model = model.with(parse_dynamics(dynamics, {}));
                     static_cast<void>(certify(model, options, progress));
                   }});
  };
  for (const char* name : {"linear:30,30,30",
                           "linear:300,300,300",
                           "linear:3,20,25,2",
                           "linear:5,20,20,5",
                           "linear:1,1000000000,1",
                           "linear:30000,30000,30000",
                           "relu:20,20,20,20,bias",
                           "relu:3000,3000,3000",
                           "network:8,9r,9,9r,8,bias=all",
                           "nmf:20,20,20",
                           "nmf:60,60,60",
                           "icnn:30,30,30,bias",
                           "product:9999",
                           "product:1000000",
                           "attention:64,64,8",
                           "residual:20,20,20",
                           "residual:20,20,20,relu",
                           "residual:64,64,4",
                           "conv1d:64,3,8,8,kernel=5",
                           "conv2d:12,12,1,4,4,kernel=3,relu",
                           "diagonal:1500,4",
                           "diagonal:60,60",
                           "tensor:8,8,8,8",
                           "tensor:40,40,40,20",
                           "tucker:6,6,6,4,4,4",
                           "tucker:20,20,20,10,10,10",
                           "quadratic:20,20",
                           "quadratic:100,60",
                           "power:6,20,8",
                           "power:3,10,10,3",
                           "normalized:8,8,8",
                           "normalized:30,20,30",
                           "lora:30,4,30",
                           "lora:256,8,256",
                           "lora:256,8,256,frozen",
                           "3*(linear:20,20,20 + relu:9,9,9)"})
    certified(name);
  for (const char* name : {"linear:9,9,9", "relu:9,9,9,bias", "nmf:9,9,9", "residual:9,9,2"})
    for (const char* dynamics :
         {"momentum:1", "nesterov", "weight-decay:1", "nesterov+weight-decay:1"})
      certified(name, dynamics);
  Options plain;
  plain.guess = plain.orbits = false;
  certified("linear:30,30,30", "", plain, " --no-guess --no-orbits");
  Options high;
  high.degree = 6;
  certified("linear:3,3,3", "", high, " --degree 6");
  Options dense;
  dense.points = EvidencePoints::dense;
  certified("linear:9,12,9", "", dense, " --evidence dense");
  Options rank;
  rank.question = Question::rank;
  certified("linear:1,10000000,1", "", rank, " (rank)");
  const auto entropy = [](const std::string& name, const Progress& progress) {
    Dynamics dynamics;
    dynamics.loss = Dynamics::Loss::cross_entropy;
    static_cast<void>(certify(make_model(name, progress).with(dynamics), {}, progress));
  };
  for (const char* name : {"linear:9,9,9", "linear:30,30,30"})
    all.push_back({std::string("certify ") + name + " --loss cross-entropy",
                   [=](const Progress& progress) { entropy(name, progress); }});
  for (const char* name : {"tensor:30,30,30,30", "conv1d:400,4,8,8,kernel=9", "power:6,20,8"})
    all.push_back({std::string("canonical ") + name, [=](const Progress& progress) {
                     const Model model = make_model(name, progress);
                     const std::string text = write_canonical(model, progress);
                     static_cast<void>(read_canonical(text, "x.canon", progress));
                   }});
  for (const char* name : {"linear:100,100,100", "relu:60,60,60"})
    all.push_back({std::string("written out ") + name, [=](const Progress& progress) {
                     const Model model = make_model(name, progress);
                     const Model written = with_explicit_fields(model, progress);
                     static_cast<void>(write_canonical(written, progress));
                   }});
  for (const char* name : {"power:6,20,8", "normalized:30,20,30", "conv2d:40,40,1,4,kernel=5"})
    all.push_back({std::string("models --toml ") + name, [=](const Progress& progress) {
                     static_cast<void>(family_toml(name, progress));
                   }});
  const std::string square =
      "[[parameter]]\nname='U'\nshape=[2,2]\n[[parameter]]\nname='V'\nshape=[2,2]\n";
  const std::string large = "[[parameter]]\nname='U'\nshape=[30,30]\n";
  for (const std::string& text :
       {square + "[model]\nmap=['(U*V)^64']\n", large + "[model]\nmap=['kron(kron(U,U),U)']\n",
        large + "[model]\nmap=['trace(U^6)']\n", large + "[model]\nmap=['1/(1+trace(U*U))*U']\n",
        square + "[model]\nmap=['(1+U[1,1]+U[1,2]+V[1,1]*V[2,2])^200']\n",
        square + "[model]\nmap=['sum(k, 1..100000, U[1,1]^k)']\n",
        square + "[model]\nmap=['prod(k, 1..500, 1 + U[1,1] + V[1,1])']\n"})
    all.push_back({text.substr(text.find("map=")), [=](const Progress& progress) {
                     static_cast<void>(certify(read_toml(text, "x.toml", progress), {}, progress));
                   }});
  for (const char* law : {"(U1[1,1]+U1[1,2]+U2[1,1]+U2[2,2]+1)^60", "(U1[1,1]+1)^100000"})
    all.push_back({std::string("verify ") + law, [=](const Progress& progress) {
                     const Model model = make_model("linear:2,2,2", progress);
                     const auto h = parse_law(law, phase_space_of(model), "--law", progress);
                     static_cast<void>(verify(model, h, progress));
                   }});
  std::string scalars, map = "[model]\nmap=['";
  for (int k = 1; k <= 20000; ++k) {
    const std::string name = "x" + std::to_string(k);
    scalars += "[[parameter]]\nname='" + name + "'\nshape=[]\n";
    map += (k == 1 ? "" : k % 2 == 0 ? "*" : "','") + name;
  }
  all.push_back({"20000 scalars", [text = scalars + map + "']\n"](const Progress& progress) {
                   static_cast<void>(certify(read_toml(text, "x.toml", progress), {}, progress));
                 }});
  return all;
}

// Whoever called Progress::check or Progress::check_memory.
void* place_of(const Look& look) {
  for (int k = look.depth; k-- > 0;) {
    Dl_info info{};
    void* const call = look.calls[static_cast<std::size_t>(k)];
    const bool known = ::dladdr(call, &info) != 0 && info.dli_sname != nullptr;
    if (known && std::strstr(info.dli_sname, "8Progress5check") != nullptr)
      return look.calls[static_cast<std::size_t>(k) + 1];
  }
  return nullptr;
}

void print(const char* what, const Look& look) {
  std::printf("    %s\n", what);
  for (int k = 0; k < look.depth; ++k) {
    Dl_info info{};
    void* const call = look.calls[static_cast<std::size_t>(k)];
    if (::dladdr(call, &info) == 0) continue;
    // What has no name here, addr2line -fCe looks knows.
    const auto offset = static_cast<const char*>(call) - static_cast<const char*>(info.dli_fbase);
    std::printf("      %#tx %s\n", offset, info.dli_sname == nullptr ? "" : info.dli_sname);
  }
}

// How a case ends: its own way, by its limits or by a refusal.
const char* run(const Case& c, const Progress& progress) {
  try {
    c.run(progress);
    return "ended";
  } catch (const Error& e) {
    return e.kind() == ErrorKind::stopped ? "stopped" : "refused";
  } catch (const std::bad_alloc&) {
    return "memory";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bool places = argc > 1 && std::strcmp(argv[1], "--places") == 0;
  const std::string part = argc > 1 && !places ? argv[1] : "";
  double longest = 0;
  std::set<void*> found;
  for (const Case& c : cases()) {
    if (c.name.find(part) == std::string::npos) continue;
    Watch watch;
    const char* how = nullptr;
    {
      Progress progress;
      progress.set_time_limit(per_case);
      progress.set_memory_limit(memory);
      progress.set_memory_probe([&watch] {
        watch.look();
        return std::size_t{0};
      });
      how = run(c, progress);
      watch.end();
    }
    if (watch.longest() > long_gap) found.insert(place_of(watch.before()));
    longest = std::max(longest, watch.longest());
    std::printf("%6.3f s  %-8s %s\n", watch.longest(), how, c.name.c_str());
    if ((places || !part.empty()) && watch.longest() > long_gap) {
      print("from the look", watch.before());
      print("to the look", watch.after());
    }
    std::fflush(stdout);
  }
  std::printf("longest: %.3f s; places beyond %.1f s: %zu\n", longest, long_gap, found.size());
  if (longest <= bound) return 0;
  std::printf("a loop does not ask: beyond %.0f s of processor time\n", bound);
  return 1;
}

// Sweep files: rows, grids, expectations, what is wrong with them and where; the same lines for
// every number of threads.
#include <unistd.h>

#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>

using namespace abide;

namespace {

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(read_sweep(text, "s.toml"));
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

// What is wrong with the one row.
std::string error_of(const std::string& text) {
  const std::vector<SweepRow> rows = read_sweep(text, "s.toml");
  REQUIRE(rows.size() == 1);
  return rows[0].error;
}

std::string models_of(const std::string& text) {
  std::string all;
  for (const SweepRow& row : read_sweep(text, "s.toml")) all += identity_of(row) + "; ";
  return all;
}

// Of every row its line, without timings.
std::string lines_of(const std::vector<SweepRow>& rows, std::size_t threads) {
  Progress progress;
  progress.set_threads(threads);
  std::mutex mutex;
  std::vector<std::string> lines(rows.size());
  run_sweep(rows, {}, progress, [&](std::size_t k, const RowRun& run) {
    RowReport report = make_report(rows[k], run, LawListing::all);
    if (report.result) report.result->timings.reset();
    const std::scoped_lock lock(mutex);
    lines[k] = to_json(report);
  });
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace

TEST_CASE("rows are models, defaults and grids in the order of the file", "[sweep]") {
  const std::string text =
      "[defaults]\ndynamics = 'momentum:1'\ncomplete = true\n"
      "[[model]]\nmodel = 'linear:2,2,2'\nlaws = 1\n"
      "[[grid]]\nmodel = 'linear:{n},{r},2'\nover = {r = [3, 1], n = '1..2'}\nlaws = 'r*(r - "
      "1)/2'\n"
      "[[model]]\nmodel = 'nmf:1,1'\ndynamics = 'gradient-flow'\ndegree = 3\nlie_rank = 1\n";
  CHECK(models_of(text) ==
        "linear:2,2,2 | momentum:1; linear:1,3,2 | momentum:1; linear:1,1,2 | momentum:1; "
        "linear:2,3,2 | momentum:1; "
        "linear:2,1,2 | momentum:1; nmf:1,1 | degree 3; ");
  const std::vector<SweepRow> rows = read_sweep(text, "s.toml");
  CHECK(rows[1].expected.laws == 3);
  CHECK(rows[2].expected.laws == 0);
  CHECK(rows[0].expected.complete == true);
  CHECK_FALSE(rows[1].expected.lie_rank.has_value());
  CHECK(rows[5].where.line == 12);
}

TEST_CASE("grids", "[sweep]") {
  // Values may be anything; a negative friction is a string or an integer.
  CHECK(models_of("[[grid]]\nmodel='relu:2,2,2{b}'\ndynamics='momentum:{tau}'\n"
                  "over={b=['', ',bias'], tau=[0, -1, '-3/2']}\n") ==
        "relu:2,2,2 | momentum:0; relu:2,2,2 | momentum:-1; relu:2,2,2 | momentum:-3/2; "
        "relu:2,2,2,bias | momentum:0; relu:2,2,2,bias | momentum:-1; relu:2,2,2,bias | "
        "momentum:-3/2; ");
  // Variables of the defaults serve every grid; its own come first.
  CHECK(models_of("defaults = {dynamics='momentum:{t}', over={t=[1, 2]}}\n"
                  "grid = [{model='linear:1,1'}, {model='linear:{t},1', over={t=[3]}}]\n") ==
        "linear:1,1 | momentum:1; linear:1,1 | momentum:2; linear:3,1 | momentum:3; ");
  CHECK(models_of("[[grid]]\nmodel='product:{d}'\nover={d='-1..1'}\n") ==
        "product:-1; product:0; product:1; ");
}

TEST_CASE("what is wrong with a file or with a row", "[sweep]") {
  CHECK(message_of("") == "s.toml:1:1: expected a table [[model]] or [[grid]]");
  CHECK(message_of("[[model").starts_with("s.toml:1:"));
  CHECK(message_of("[[modle]]\nmodel='linear:1,1'").find("unknown key 'modle'") !=
        std::string::npos);
  CHECK(message_of("model = 3").find("s.toml:1:9: expected an array of tables [[model]]") == 0);
  CHECK(message_of("[defaults]\nlawz = 3\n").find("s.toml:2:8: unknown key 'lawz' in [defaults]") ==
        0);
  CHECK(message_of("[defaults]\nmodel = 'x'\n").find("a 'model' of its own") != std::string::npos);
  CHECK(message_of("[[grid]]\nmodel='{a}{b}'\nover={a='1..2000', b='1..2000'}\n")
            .find("more than 10^6 rows") != std::string::npos);
  CHECK(message_of("[[grid]]\nmodel='{a}'\nover={a='0..999999999'}\n")
            .find("more than 10^6 values") != std::string::npos);
  const std::string head = "[[model]]\nmodel='linear:1,1'\n",
                    grid = "[[grid]]\nmodel='linear:{n},1'\n";
  for (const auto& [text, error] : std::initializer_list<std::pair<std::string, std::string>>{
           {"[[model]]\n", "s.toml:1:1: expected 'model'"},
           {"[[model]]\nmodel=3\n", "s.toml:2:7: expected a string: 'model'"},
           {"model=[3]\n", "s.toml:1:8: expected a table"},
           {head + "laws='x'\n", "s.toml:3:6: x:1: undeclared name 'x'"},
           {head + "laws=-1\n", "s.toml:3:6: expected a number that is 0 or more"},
           {head + "laws='1/2'\n", "'laws' is 1/2"},
           {head + "lie_rank=1.5\n", "s.toml:3:10: expected a number"},
           {head + "complete='yes'\n", "s.toml:3:10: expected true or false"},
           {head + "dynamics='momentum:x'\n",
            "s.toml:3:10: momentum:x:10: expected an integer or p/q"},
           {head + "loss='hinge'\n", "s.toml:3:6: hinge:1: expected 'spanning'"},
           {head + "mirror-momentum=1\n", "s.toml:3:17: expected a string: 'mirror-momentum'"},
           {head + "width=1\n", "s.toml:3:7: unknown key 'width' in [[model]]"},
           {head + "over={n=[1]}\n", "unknown key 'over' in [[model]]"},
           {"[[model]]\nmodel='linear:{n},1'\n", "there is no variable 'n'"},
           {grid, "there is no variable 'n'"},
           {grid + "over=3\n", "s.toml:3:6: expected a table 'over'"},
           {grid + "over={n=[]}\n", "s.toml:3:9: expected a list of values"},
           {grid + "over={n='3..2'}\n", "expected a list of values, or a range \"a..b\""},
           {grid + "over={n='1.2'}\n", "expected a list of values, or a range"},
           {grid + "over={n=[1.5]}\n", "s.toml:3:10: expected an integer or a string"},
           {grid + "over={n=[1], k=[1]}\n", "the variable 'k' is in no text"},
           {"[[grid]]\nmodel='linear:{n},1'\nover={n=[9]}\nlaws='n^65'\n",
            "a polynomial of degree 64 at most"},
           {"[[grid]]\nmodel='linear:{n,1'\n", "expected '}'"}}) {
    INFO(text);
    CHECK(error_of(text).find(error) != std::string::npos);
  }
  // Of a grid only the points that are wrong.
  const auto rows = read_sweep(
      "[[grid]]\nmodel='linear:1,1'\ndynamics='momentum:{t}'\nover={t=[1, 'x']}\n", "s.toml");
  CHECK(rows.at(0).error.empty());
  CHECK_FALSE(rows.at(1).error.empty());
}

TEST_CASE("rows are told apart by their content", "[sweep]") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const std::string name = "abide-" + std::to_string(::getpid()) + ".toml", file = folder / name;
  const auto write = [&](const char* map) {
    std::ofstream(file) << "[[parameter]]\nname='x'\nshape=[2]\n[model]\nmap=['" << map << "']\n";
  };
  // Relative to the folder of the sweep.
  const auto row = [&] {
    return read_sweep("[[model]]\nmodel='" + name + "'\n", folder / "s.toml").front();
  };
  write("x[1]");
  const std::string first = identity_of(row());
  CHECK(first == identity_of(row()));
  write("x[2]");
  CHECK(first != identity_of(row()));
  run_sweep({row()}, {}, Progress(),
            [](std::size_t, const RowRun& run) { CHECK(run.result->complete); });
  std::filesystem::remove(file);
  CHECK(file_stem("nmf:2,2,2 | momentum:-3/2").starts_with("nmf-2,2,2-momentum-3-2-"));
  CHECK(file_stem("momentum:-1") != file_stem("momentum:1"));
  CHECK(file_stem(std::string(1'000, 'x')).size() <= 120);
}

TEST_CASE("rows are the same for every number of threads, and come back", "[sweep]") {
  const auto rows = read_sweep(
      "[[grid]]\nmodel='linear:{n},{r},2'\nover={n='1..4', "
      "r='1..4'}\nlaws=3\n[[model]]\nmodel='linear:1,2,2,1'\n"
      "[[model]]\nmodel='linear:x'\n[[model]]\nmodel='nothing.toml'\n",
      "s.toml");
  const std::string lines = lines_of(rows, 1);
  CHECK(lines == lines_of(rows, 4));
  for (std::size_t start = 0; start < lines.size();) {
    const std::size_t end = lines.find('\n', start) + 1;
    const std::string line = lines.substr(start, end - start);
    CHECK(to_json(read_row(line, {})) == line);
    start = end;
  }
  CHECK_THROWS_AS(read_row("{}", {"r.jsonl", 1, 1}), Error);
  CHECK_THROWS_AS(read_row(lines.substr(0, 40), {"r.jsonl", 1, 1}), Error);
}

TEST_CASE("a row that is read is a statement of its file", "[sweep]") {
  const auto rows = read_sweep("[[model]]\nmodel='linear:2,2,2'\nlaws=3\n", "s.toml");
  std::string line = lines_of(rows, 1);
  line.pop_back();
  const RowReport row = read_row(line, {"r.jsonl", 1, 1});
  const SweepTable table(rows, true);
  CHECK_THAT(table.line(row), Catch::Contains("stated in r.jsonl: as expected"));
  CHECK_THAT(to_latex({row}, false),
             Catch::Contains("As stated in \\texttt{r.jsonl} (not proved here)"));
  // Three laws and the Lie rank 5 of 8 coordinates; with seven laws it cannot be complete.
  const std::string number = "\"independent_laws\":3";
  line.replace(line.find(number), number.size(), "\"independent_laws\":7");
  CHECK_THROWS_WITH(read_row(line, {"r.jsonl", 1, 1}),
                    Catch::Contains("r.jsonl:1:1") && Catch::Contains("found 7 + 5 and 8"));
}

TEST_CASE("limits end rows or the sweep", "[sweep]") {
  const auto rows = read_sweep("[[grid]]\nmodel='linear:{n},2,2'\nover={n='1..3'}\n", "s.toml");
  std::size_t stopped = 0, complete = 0;
  const auto count = [&](std::size_t, const RowRun& run) {
    (run.result && run.result->complete ? complete : stopped) += 1;
  };
  run_sweep(rows, {.row_time_limit = 1e-9}, Progress(), count);
  CHECK(stopped == 3);
  Progress progress;
  progress.cancel();
  run_sweep(rows, {}, progress, count);
  CHECK(stopped == 3);
  run_sweep(rows, {.skip = {true, false, true}}, Progress(), count);
  CHECK(complete == 1);
  CHECK_THROWS_AS(
      run_sweep(rows, {}, Progress(),
                [](std::size_t, const RowRun&) { throw Error(ErrorKind::output, "no space"); }),
      Error);
}

TEST_CASE("a part of a work stops with it, and alone", "[sweep]") {
  Progress whole;
  Progress part(&whole), late(&whole);
  late.set_time_limit(1e-9);
  CHECK_FALSE(part.should_stop());
  while (!late.should_stop()) {
  }
  CHECK_FALSE(whole.should_stop());
  whole.cancel();
  CHECK(part.should_stop());
  CHECK_THROWS_AS(part.check(), Error);
}

TEST_CASE("rows are compared with what they expect", "[sweep]") {
  const auto differences = [](const std::string& expected) {
    const auto rows = read_sweep("[[model]]\nmodel='linear:1,2,2,1'\n" + expected, "s.toml");
    std::vector<std::string> all;
    run_sweep(rows, {}, Progress(), [&](std::size_t k, const RowRun& run) {
      all = make_report(rows[k], run, LawListing::kinds).differences();
    });
    return all;
  };
  CHECK(differences("laws=6\nlie_rank=1\ncomplete=false\n").empty());
  CHECK(differences("laws=7\nlie_rank=2\ncomplete=true\n") ==
        std::vector<std::string>{"independent laws 6, expected 7", "Lie rank 1, expected 2",
                                 "open, expected complete"});
}

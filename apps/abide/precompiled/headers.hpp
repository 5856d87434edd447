// CLI11, which every command reads through options.hpp, compiled once: that is half of the work of
// a command. Sources include what they use all the same (-Db_pch=false builds without this file).
#include <CLI/CLI.hpp>
#include <abide/abide.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// The headers of Boost and the standard library that every source of the checker reads through
// core/arithmetic.hpp, compiled once: reading them is two thirds of the work. Nothing depends on it
// (-Db_pch=false builds without).
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <boost/functional/hash.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

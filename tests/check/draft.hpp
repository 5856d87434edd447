// Certificates that are put together line by line, as long as the checker accepts the lines.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>

#include "run.hpp"

namespace abide_check {
struct Draft {
  const Model& model;
  std::string head;
  std::size_t truth;               // the dimension, whenever the section says enough
  std::vector<std::string> lines;  // of the section at hand

  Checked run(const std::string& statement, const std::vector<std::string>& body) const {
    std::string text = head + statement;
    for (const auto& l : body) text += l + "\n";
    const auto count = std::count(text.begin(), text.end(), '\n');
    return run_check(model, text + "end " + std::to_string(count + 1) + "\n");
  }
  // Whether the line passes after the others, whatever happens at the end.
  bool try_line(const std::string& statement, std::size_t at, const std::string& line) {
    auto body = lines;
    body.insert(body.begin() + static_cast<std::ptrdiff_t>(at), line);
    const Checked o = run(statement, body);
    const auto first = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n')) + 1;
    if (o.kind == Checked::rejected &&
        o.reason.find("line " + std::to_string(first + body.size() + 1) + ":") == o.reason.npos)
      return false;
    lines = body;
    std::size_t elements = 0;
    if (const auto at2 = o.reason.find("the space has "); at2 != o.reason.npos) {
      REQUIRE(std::sscanf(o.reason.c_str() + at2, "the space has %zu elements", &elements) == 1);
      INFO(head << statement);
      for (const auto& l : lines) UNSCOPED_INFO(l);
      CHECK(elements == truth);
    }
    return true;
  }
};
}  // namespace abide_check

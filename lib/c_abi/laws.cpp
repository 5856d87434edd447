// A place in a list of laws. A law is made when the place moves there; its terms and its text are
// put into C's form when they are asked for.
#include <deque>

#include "calls.hpp"

namespace abide::c {

namespace {

// The terms of a numerator or a denominator, as C has them.
class CTerms {
 public:
  void take(const Terms& terms, std::uint32_t coordinates) {
    terms_.clear();
    coefficients_.clear();
    powers_.clear();
    terms_.reserve(terms.size());
    for (const Term& t : terms) {
      const std::string& coefficient = coefficients_.emplace_back(t.coefficient.to_string());
      std::vector<abide_power>& powers = powers_.emplace_back();
      for (const Power& p : t.monomial.powers()) {
        const bool logarithm = p.variable >= coordinates;
        powers.push_back(
            {logarithm ? p.variable - coordinates : p.variable, p.exponent, logarithm ? 1U : 0U});
      }
      terms_.push_back({coefficient.c_str(), powers.data(), powers.size()});
    }
  }
  const std::vector<abide_term>& list() const { return terms_; }

 private:
  std::deque<std::string> coefficients_;
  std::deque<std::vector<abide_power>> powers_;
  std::vector<abide_term> terms_;
};

class Cursor {
 public:
  std::mutex mutex;

  Cursor(std::shared_ptr<const Proved> proved, LawListing listing) : proved_(std::move(proved)) {
    if (!claims().laws_known) return;
    if (listing == LawListing::all) {
      range_.emplace(claims().all_laws());
      at_ = range_->begin();
      return;
    }
    for_each_group(claims(), listing, [this](const LawGroup& group) {
      groups_.push_back(group);
      return true;
    });
  }

  // Whether there is a next one.
  bool next() {
    here_ = false;
    if (!take(group_)) return false;
    function_ = function_of(claims(), group_.law);
    expression_.clear();
    multiplicity_ = std::to_string(group_.multiplicity);
    has_terms_ = {false, false};
    here_ = true;
    return true;
  }
  // So many of the next ones, each as JSON; nothing if there is none.
  std::optional<std::string> read(std::uint64_t most) {
    std::string list;
    here_ = false;
    for (LawGroup group; most > 0 && take(group); --most)
      list += (list.empty() ? "[" : ",\n") + law_json(claims(), group);
    return list.empty() ? std::nullopt : std::optional(list + "]\n");
  }

  bool is_here() const { return here_; }
  const LawGroup& group() const { return group_; }
  const Law& law() const { return claims().law(group_.law); }
  const std::string& expression() {
    if (expression_.empty()) expression_ = to_string(function_, claims().model->layout().names());
    return expression_;
  }
  const std::string& multiplicity() const { return multiplicity_; }
  const std::vector<abide_term>& terms(int part) {
    const std::size_t k = part == ABIDE_NUMERATOR ? 0 : 1;
    if (!has_terms_[k])
      terms_[k].take(k == 0 ? function_.numerator : function_.denominator, function_.coordinates);
    has_terms_[k] = true;
    return terms_[k].list();
  }

 private:
  std::shared_ptr<const Proved> proved_;
  std::optional<LawRange> range_;
  LawRange::iterator at_;
  std::vector<LawGroup> groups_;
  std::size_t next_group_ = 0;
  bool here_ = false;
  LawGroup group_;
  ElementaryFunction function_;
  std::string expression_, multiplicity_;
  std::array<bool, 2> has_terms_{};
  std::array<CTerms, 2> terms_;

  const Claims& claims() const { return *proved_->claims; }

  bool take(LawGroup& group) {
    if (range_) {
      if (at_ == range_->end()) return false;
      group = {at_->place(), 1, at_->independent()};
      ++at_;
      return true;
    }
    if (next_group_ == groups_.size()) return false;
    group = groups_[next_group_++];
    return true;
  }
};

// Work on the law at hand; ABIDE_END where there is none.
template <class Work>
abide_status at_law(const abide_laws* laws, const Work& work) noexcept {
  return call(nullptr, [&]() -> abide_status {
    const auto cursor = needed<Cursor>(laws, "laws");
    const std::scoped_lock lock(cursor->mutex);
    if (!cursor->is_here()) return ABIDE_END;
    work(*cursor);
    return ABIDE_OK;
  });
}

// A text of it, or NULL.
template <class Text>
const char* text_at_law(const abide_laws* laws, const Text& text) noexcept {
  const char* found = nullptr;
  static_cast<void>(at_law(laws, [&](Cursor& c) { found = text(c); }));
  return found;
}

void check_part(int part) {
  if (part != ABIDE_NUMERATOR && part != ABIDE_DENOMINATOR)
    refuse(ABIDE_BAD_ARGUMENT, "'part' is none of abide_part: " + std::to_string(part));
}

}  // namespace

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_laws_create(const abide_result* result, const char* listing, abide_laws** out,
                               abide_error** error) {
  return give(out, error, [&] {
    return std::make_shared<Cursor>(needed<const Proved>(result, "result"),
                                    listing_argument(listing, abide::LawListing::all));
  });
}

abide_status abide_laws_next(abide_laws* laws, abide_error** error) {
  return call(error, [&] {
    const auto cursor = needed<Cursor>(laws, "laws");
    const std::scoped_lock lock(cursor->mutex);
    return cursor->next() ? ABIDE_OK : ABIDE_END;
  });
}

const char* abide_laws_expression(abide_laws* laws) {
  return text_at_law(laws, [](Cursor& c) { return c.expression().c_str(); });
}

const char* abide_laws_kind(abide_laws* laws) {
  return text_at_law(laws, [](Cursor& c) { return c.law().kind.c_str(); });
}

const char* abide_laws_multiplicity(abide_laws* laws) {
  return text_at_law(laws, [](Cursor& c) { return c.multiplicity().c_str(); });
}

abide_status abide_laws_degree(abide_laws* laws, uint32_t* out) {
  return at_law(laws, [&](Cursor& c) {
    needed_pointer(out, "out");
    *out = c.law().degree;
  });
}

abide_status abide_laws_independent(abide_laws* laws, int* out) {
  return at_law(laws, [&](Cursor& c) {
    needed_pointer(out, "out");
    *out = !c.group().independent ? -1 : *c.group().independent ? 1 : 0;
  });
}

abide_status abide_laws_term_count(abide_laws* laws, int part, size_t* out) {
  return at_law(laws, [&](Cursor& c) {
    needed_pointer(out, "out");
    check_part(part);
    *out = c.terms(part).size();
  });
}

abide_status abide_laws_term(abide_laws* laws, int part, size_t index, abide_term* out) {
  if (out != nullptr) *out = {nullptr, nullptr, 0};
  return at_law(laws, [&](Cursor& c) {
    needed_pointer(out, "out");
    check_part(part);
    const auto& terms = c.terms(part);
    if (index >= terms.size())
      refuse(ABIDE_BAD_ARGUMENT, "there are " + std::to_string(terms.size()) + " terms");
    *out = terms[index];
  });
}

abide_status abide_laws_read(abide_laws* laws, uint64_t most, abide_text** out,
                             abide_error** error) {
  return give_text_or_end(out, error, [&] {
    const auto cursor = needed<Cursor>(laws, "laws");
    needed_pointer(out, "out");  // before the place moves on
    const std::scoped_lock lock(cursor->mutex);
    return cursor->read(most);
  });
}

void abide_laws_free(abide_laws* laws) { release(laws); }

}  // extern "C"

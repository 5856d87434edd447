// What is proved of one copy of a component holds for all, so each is solved once, however many
// copies there are (proofs: scopes.hpp, rules/tensor.cpp). Classes of variables are made by union
// and find over the terms of all fields; two components are one when their fields, written in
// numbers of their own variables, are the same text. Nobody needs to trust the certificate about
// either.
#include "components.hpp"

#include <boost/pending/disjoint_sets.hpp>

namespace abide_check {
namespace {
// Equal for equal fields, variable by variable.
std::string key_of(const Explicit& fields) {
  std::string key = std::to_string(fields.dimension());
  for (u64 i = 0; i < fields.count(); ++i) {
    Explicit::Body body;
    fields.all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
      body.push_back({j, a, c});
    });
    std::ranges::sort(body, {}, [](const auto& p) { return std::pair(p.j, p.monomial); });
    key += "\n";
    for (const auto& piece : body) {
      key += text(" ", piece.j, ":", piece.coefficient);
      for (const auto& q : piece.monomial) key += text(".", q.variable, "^", q.exponent);
    }
  }
  return key;
}
bool are_equal(const Fields& a, const Fields& b) {
  const auto *m = dynamic_cast<const Network*>(&a), *n = dynamic_cast<const Network*>(&b);
  if (m != nullptr && n != nullptr) return m->same_as(*n);
  const auto *x = dynamic_cast<const Explicit*>(&a), *y = dynamic_cast<const Explicit*>(&b);
  return x != nullptr && y != nullptr && key_of(*x) == key_of(*y);
}

// The classes of the variables of a model. Its fields are enumerated term by term.
class Classes {
 public:
  explicit Classes(const Model& model)
      : fields_(*model.fields),
        time_(model.time),
        losses_(fields_.count() - (time_ ? 1 : 0)),
        sets_(fields_.dimension()) {}
  std::vector<Component> run() {
    std::vector<std::optional<u32>> some(losses_);  // a variable of each field
    for (u64 i = 0; i < losses_; ++i)
      fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational&) {
        poll();
        demand(j != time_, "a field of the loss moves the time");
        if (!some[i]) some[i] = j;
        join(*some[i], j, a);
      });
    if (time_) join_by_drift();
    std::vector<u32> number(fields_.dimension(), 0);  // from 1, by the root of a class
    for (u32 v = 0; v < fields_.dimension(); ++v) {
      if (v == time_) continue;
      u32& n = number[sets_.find_set(v)];
      if (n == 0) variables_.emplace_back(), n = narrow(variables_.size());
      variables_[n - 1].push_back(v);
    }
    std::vector<std::vector<u64>> fields(variables_.size());
    for (u64 i = 0; i < losses_; ++i)
      if (some[i]) fields[number[sets_.find_set(*some[i])] - 1].push_back(i);
    for (size_t c = 0; c < variables_.size(); ++c) add(variables_[c], fields[c]);
    return std::move(found_);
  }

 private:
  void join(u32 some, u32 j, const Monomial& a) {
    sets_.union_set(some, j);
    for (const auto& q : a)
      if (q.variable != time_) sets_.union_set(some, q.variable);
  }
  void join_by_drift() {
    bool moves_time = false;
    fields_.all_terms(losses_, [&](u32 j, const Monomial& a, const Rational&) {
      poll();
      if (j != time_) return join(j, j, a);
      moves_time = true;
      for (const auto& q : a) demand(q.variable == time_, "the time depends on other variables");
    });
    demand(moves_time, "the drift does not move the time");
  }
  // The fields of a class in its own variables, among them the time.
  void add(std::vector<u32> variables, const std::vector<u64>& fields) {
    if (time_) variables.insert(std::ranges::lower_bound(variables, *time_), *time_);
    const auto local = [&](u32 v) {
      return narrow(static_cast<u64>(std::ranges::lower_bound(variables, v) - variables.begin()));
    };
    std::vector<Explicit::Body> bodies;
    const auto take = [&](u64 i) {
      Explicit::Body body;
      fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
        if (std::ranges::binary_search(variables, j)) body.push_back({local(j), a, c});
      });
      for (auto& piece : body)
        for (auto& q : piece.monomial) poll(), q.variable = local(q.variable);
      bodies.push_back(std::move(body));
    };
    for (const u64 i : fields) take(i);
    if (time_) take(losses_);
    const auto name = [&all = fields_, variables](u32 v) { return all.name(variables[v]); };
    auto own = std::make_unique<Explicit>(variables.size(), name, std::move(bodies));
    const auto [at, fresh] = numbers_.try_emplace(key_of(*own), found_.size());
    if (fresh)
      found_.push_back({std::move(own), 1});
    else
      found_[at->second].copies += 1;
  }

  const Fields& fields_;
  const std::optional<u32> time_;
  const u64 losses_;  // fields of the loss
  boost::disjoint_sets_with_storage<> sets_;
  std::vector<std::vector<u32>> variables_;
  std::vector<Component> found_;
  std::map<std::string, size_t> numbers_;  // in found_, by the fields
};
}  // namespace

void add_summand(std::vector<Component>& summands, std::shared_ptr<const Fields> fields,
                 const Integer& copies) {
  const auto same = std::ranges::find_if(
      summands, [&](const Component& c) { return are_equal(*c.fields, *fields); });
  if (same == summands.end())
    summands.push_back({std::move(fields), copies});
  else
    same->copies += copies;
}
std::shared_ptr<const Fields> written_out(const std::shared_ptr<const Fields>& fields) {
  const u64 most = u64{1} << 26;
  u64 terms = 0;
  std::vector<Explicit::Body> bodies;
  for (u64 i = 0; i < fields->count(); ++i) {
    bodies.emplace_back();
    fields->all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
      poll();
      if (++terms > most) throw InputError("fields of more than 2^26 terms are not written out");
      bodies.back().push_back({j, a, c});
    });
  }
  const auto name = [fields](u32 v) { return fields->name(v); };
  return std::make_shared<Explicit>(fields->dimension(), name, std::move(bodies));
}
void count_up(Model& model) {
  const u64 shared = model.time ? 1 : 0;
  const auto add = [&](const Fields& fields, const Integer& copies) {
    model.dimension += copies * (fields.dimension() - shared);
    model.count += copies * (fields.count() - shared);
  };
  model.dimension = model.count = shared;
  if (model.fields) add(*model.fields, 1);
  for (const auto& c : model.components) add(*c.fields, c.copies);
}
std::vector<Component> components_of(const Model& model) {
  if (!model.fields) return model.components;
  demand(dynamic_cast<const Network*>(model.fields.get()) == nullptr, "a network is one component");
  return Classes(model).run();
}
}  // namespace abide_check

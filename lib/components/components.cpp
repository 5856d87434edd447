// A model taken apart (mathematics.md, 4.13). The summands of a sum are components as they are
// written; fields that are written out fall into the classes of the relation "occur in one field",
// by union and find over their terms. Equal ones are found once, by a hash of their bodies and then
// term by term. A drift moves every class by itself and shares the time with all: it joins two
// coordinates only where the motion of one depends on the other.
#include "components/components.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "fields/fields.hpp"

namespace abide {

namespace {

// A network, and a layer over one, is not searched for classes: its fields are not written out.
bool is_layered(const Model& model) {
  return std::holds_alternative<Network>(model.body()) ||
         std::holds_alternative<PhaseSpace>(model.body()) ||
         std::holds_alternative<Translated>(model.body());
}

// Coordinates that fields connect, increasing (the time left out), and the fields among them.
struct Class {
  std::vector<std::uint32_t> variables;
  std::vector<std::uint64_t> fields;
};

// The classes of fields that are written out.
class Classes {
 public:
  // The last field of a model on a phase space is its drift.
  Classes(const Distribution& x, bool drift, const Progress& progress)
      : x_(x), forces_(x.size() - (drift ? 1 : 0)), time_(drift), progress_(progress) {}

  std::vector<Class> run() {
    const auto count = static_cast<std::uint32_t>(x_.coordinates());
    DisjointSets connected(count);
    std::vector<std::optional<std::uint32_t>> some(static_cast<std::size_t>(forces_));
    for (std::uint64_t i = 0; i < forces_; ++i) {
      progress_.check();
      for (const FieldTerm& t : x_.field(i)) {
        if (!some[i]) some[i] = t.variable;
        connected.join(*some[i], t.variable);
        join(connected, *some[i], t.monomial);
      }
    }
    if (time_)
      for (const FieldTerm& t : x_.field(forces_)) join(connected, t.variable, t.monomial);
    std::vector<Class> classes;
    std::vector<std::size_t> class_of(count);
    for (std::vector<std::uint32_t>& variables : connected.sets()) {
      if (is_time(variables.front())) continue;
      for (const std::uint32_t v : variables) class_of[v] = classes.size();
      classes.emplace_back().variables = std::move(variables);
    }
    for (std::uint64_t i = 0; i < forces_; ++i)
      if (some[i]) classes[class_of[*some[i]]].fields.push_back(i);
    return classes;
  }

 private:
  const Distribution& x_;
  std::uint64_t forces_;
  bool time_;
  const Progress& progress_;

  bool is_time(std::uint32_t v) const { return time_ && v == 0; }
  void join(DisjointSets& connected, std::uint32_t v, const Monomial& m) const {
    if (is_time(v)) return;
    for (const Power& p : m.powers())
      if (!is_time(p.variable)) connected.join(v, p.variable);
  }
};

// The fields of a class in its own coordinates.
class Local {
 public:
  Local(const Model& model, const Distribution& x, Class part)
      : model_(model), x_(x), fields_(std::move(part.fields)) {
    if (model.has_time()) variables_.push_back(0);
    variables_.insert(variables_.end(), part.variables.begin(), part.variables.end());
  }
  const std::vector<std::uint32_t>& variables() const { return variables_; }

  // A map stays a map, for what is known of monomial ones.
  Model run() const { return Model(model_.title(), "", layout(), body()); }

 private:
  const Model& model_;
  const Distribution& x_;
  std::vector<std::uint64_t> fields_;
  std::vector<std::uint32_t> variables_;

  std::uint32_t position(std::uint32_t v) const {
    return static_cast<std::uint32_t>(std::lower_bound(variables_.begin(), variables_.end(), v) -
                                      variables_.begin());
  }
  Monomial renamed(const Monomial& m) const {
    return m.renamed([this](std::uint32_t v) { return position(v); });
  }

  // Its places in the whole are known elsewhere: roles are all that matters here. A drift keeps a
  // parameter and its velocity together.
  Coordinates layout() const {
    const Coordinates all = Coordinates::vector("x", count(Role::Kind::parameter));
    if (!model_.has_time()) return all;
    return all.phase_space(*model_.layout().time_rate(), count(Role::Kind::velocity) > 0);
  }
  std::size_t count(Role::Kind kind) const {
    const auto in = model_.layout().interval(kind);
    return static_cast<std::size_t>(
        std::count_if(variables_.begin(), variables_.end(),
                      [&](std::uint32_t v) { return v >= in.first && v - in.first < in.count; }));
  }

  Model::Body body() const {
    if (fields_.empty() && !model_.has_time()) return PolynomialMap{};
    if (const auto* map = std::get_if<PolynomialMap>(&model_.body())) {
      PolynomialMap local;
      for (const std::uint64_t i : fields_) {
        Terms& entry = local.entries.emplace_back(map->entries[i]);
        for (Term& t : entry) t.monomial = renamed(t.monomial);
      }
      return local;
    }
    ExplicitFields local;
    for (const std::uint64_t i : fields_) local.fields.push_back(field(x_.field(i)));
    if (model_.has_time()) local.fields.push_back(field(drift()));
    local.has_drift = model_.has_time();
    return local;
  }
  FieldComponents field(Field terms) const {
    for (FieldTerm& t : terms) {
      t.variable = position(t.variable);
      t.monomial = renamed(t.monomial);
    }
    return components_of(std::move(terms));  // positions increase with variables
  }
  Field drift() const {
    Field all = x_.field(x_.size() - 1);
    std::erase_if(all, [this](const FieldTerm& t) {
      return !std::binary_search(variables_.begin(), variables_.end(), t.variable);
    });
    return all;
  }
};

std::size_t hash_of(const Model& model) {
  std::size_t hash = model.coordinates();
  const auto mix = [&hash](std::size_t value) { hash = hash * 1000003U + value; };
  const auto add = [&](const Terms& terms) {
    for (const Term& t : terms)
      mix(t.monomial.hash() * 31U + t.coefficient.numerator().mod(2'147'483'647));
    mix(terms.size());
  };
  if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
    for (const Terms& entry : map->entries) add(entry);
  if (const auto* all = std::get_if<ExplicitFields>(&model.body()))
    for (const FieldComponents& f : all->fields)
      for (const FieldComponents::Component& c : f.components) {
        mix(c.variable);
        add(c.coefficient);
      }
  if (const auto* phase = std::get_if<PhaseSpace>(&model.body())) mix(hash_of(*phase->model));
  return hash;
}

// Of models that are settled, or of networks below a phase space, without the names.
bool are_equal(const Model& a, const Model& b) {
  if (a.coordinates() != b.coordinates() || a.body().index() != b.body().index()) return false;
  if (const auto* map = std::get_if<PolynomialMap>(&a.body()))
    return map->entries == std::get<PolynomialMap>(b.body()).entries;
  if (const auto* all = std::get_if<ExplicitFields>(&a.body()))
    return all->fields == std::get<ExplicitFields>(b.body()).fields;
  if (const auto* phase = std::get_if<PhaseSpace>(&a.body())) {
    const Model& other = *std::get<PhaseSpace>(b.body()).model;
    return phase->model->dynamics() == other.dynamics() && are_equal(*phase->model, other);
  }
  if (const auto* map = std::get_if<Translated>(&a.body()))
    return map->network == std::get<Translated>(b.body()).network;
  return std::get<Network>(a.body()) == std::get<Network>(b.body());
}

class Taking {
 public:
  Taking(const std::shared_ptr<const Model>& model, bool classes, const Progress& progress)
      : model_(model), classes_(classes), progress_(progress) {}

  std::vector<Component> run() {
    if (const auto* sum = std::get_if<Sum>(&model_->body())) {
      if (model_->dynamics().loss == Dynamics::Loss::cross_entropy)
        throw Error(ErrorKind::input,
                    "cross-entropy needs a network with two outputs or more; of a sum of models it "
                    "has no meaning");
      summands(*sum, 0, {});
    } else {
      leaf(model_, {});
    }
    return std::move(found_);
  }

 private:
  const std::shared_ptr<const Model>& model_;
  bool classes_;
  const Progress& progress_;
  std::vector<Component> found_;
  std::unordered_multimap<std::size_t, std::size_t> by_hash_;  // in found_

  void summands(const Sum& sum, std::uint64_t first, const std::vector<Placement::Repeat>& outer) {
    for (const Sum::Summand& s : sum.summands) {
      const std::uint64_t size = s.model->coordinates();
      std::vector<Placement::Repeat> repeats = outer;
      if (s.copies > 1) repeats.push_back({s.copies, size});
      if (const auto* inner = std::get_if<Sum>(&s.model->body())) {
        summands(*inner, first, repeats);
      } else {
        summand(*s.model, {first, std::move(repeats), nullptr});
      }
      first += s.copies * size;
    }
  }

  void summand(const Model& model, Placement::Run run) {
    const Model moving = model.with(model_->dynamics());
    const std::size_t known = found_.size();
    leaf(std::make_shared<const Model>(on_phase_space(moving, progress_)), std::move(run));
    for (std::size_t k = known; k < found_.size(); ++k)
      if (found_[k].model->has_time())
        found_[k].place.set_phase_space(phase_space_of(moving), phase_space_of(*model_));
  }

  void leaf(const std::shared_ptr<const Model>& settled, Placement::Run run) {
    if (!classes_ || is_layered(*settled)) return add({settled, nullptr, {}}, std::move(run));
    auto fields = std::make_shared<const Distribution>(*settled, progress_);
    std::vector<Class> classes = Classes(*fields, settled->has_time(), progress_).run();
    if (classes.size() < 2) return add({settled, std::move(fields), {}}, std::move(run));
    for (Class& c : classes) {
      progress_.check();
      const Local local(*settled, *fields, std::move(c));
      Placement::Run of_class = run;
      of_class.variables = std::make_shared<const std::vector<std::uint32_t>>(local.variables());
      auto model = std::make_shared<const Model>(local.run());
      add({std::move(model), nullptr, {}}, std::move(of_class));
    }
  }

  void add(Component part, Placement::Run run) {
    const std::size_t hash = hash_of(*part.model);
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto it = first; it != last; ++it)
      if (are_equal(*found_[it->second].model, *part.model))
        return found_[it->second].place.add(std::move(run));
    by_hash_.emplace(hash, found_.size());
    if (!part.fields) part.fields = std::make_shared<const Distribution>(*part.model, progress_);
    part.place.add(std::move(run));
    found_.push_back(std::move(part));
  }
};

}  // namespace

std::vector<Component> components_of(const std::shared_ptr<const Model>& model, bool classes,
                                     const Progress& progress) {
  return Taking(model, classes, progress).run();
}

Model whole_of(const Model& model, const Progress& progress) {
  const auto* sum = std::get_if<Sum>(&model.body());
  if (sum == nullptr) return on_phase_space(model, progress);
  return model.dynamics().is_plain() ? model : with_phase_coordinates(model, *sum);
}

Names names_of(const Names& whole, const Component& component, std::uint64_t copy) {
  return Names(component.model->coordinates(),
               [names = whole, place = component.place, copy](std::size_t j) {
                 return names[static_cast<std::size_t>(place(copy, static_cast<std::uint32_t>(j)))];
               });
}

}  // namespace abide

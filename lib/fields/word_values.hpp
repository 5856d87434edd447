// Values of words at the point of a backend. Private to this stage.
#pragma once

#include "source.hpp"

namespace abide {

class WordAtPoint {
 public:
  explicit WordAtPoint(const Evaluator::Backend& backend) : backend_(backend) {}
  DualVector of(const Word& word);

 private:
  const Evaluator::Backend& backend_;
  Directions directions_;

  DualVector along(const Word& word, const DualVector& direction);
  DualVector bracket(const Word& word);
};

}  // namespace abide

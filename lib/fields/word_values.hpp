// Values of words at the point of a backend. Private to this stage.
#pragma once

#include "source.hpp"

namespace abide {

class WordAtPoint {
 public:
  /// Asks between the values of fields.
  WordAtPoint(const Evaluator::Backend& backend, const Progress& progress)
      : backend_(backend), progress_(progress) {}
  DualVector of(const Word& word);

 private:
  const Evaluator::Backend& backend_;
  const Progress& progress_;
  Directions directions_;

  DualVector along(const Word& word, const DualVector& direction);
  DualVector bracket(const Word& word);
};

}  // namespace abide

// The one loop on several threads. Who calls it sees to it that results do not depend on the order.
// The only file that includes oneTBB.
#include <abide/progress.hpp>
#include <algorithm>

#ifdef ABIDE_HAVE_TBB
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace abide {

void Progress::for_each(std::size_t count, FunctionRef<void(std::size_t)> work) const {
#ifdef ABIDE_HAVE_TBB
  if (threads_ > 1 && count > 1) {
    // More threads than cores would make oneTBB print a warning.
    const int cores = tbb::info::default_concurrency();
    tbb::task_arena arena(std::min(static_cast<int>(threads_), cores));
    arena.execute(
        [&] { tbb::parallel_for(std::size_t{0}, count, [&](std::size_t k) { work(k); }); });
    return;
  }
#endif
  for (std::size_t k = 0; k < count; ++k) work(k);
}

}  // namespace abide

// One thread for the BLAS as long as an object lives. Private to this stage.
#pragma once

namespace abide {

// abide's callers decide about threads, so the BLAS must not start its own inside abide's calls,
// and the settings of a program that loaded abide must be what they were afterwards.
//
// OpenBLAS with OpenMP: the setting belongs to the calling thread, and only that is touched.
// OpenBLAS with its own threads: there is one number for the process. (No version has a better
// one: openblas_set_num_threads_local, which exists from 0.3.27 on and not in Debian 12's 0.3.21,
// also sets that number.) The first object sets it to 1 and the last one puts the old number
// back, unless the program has changed it in between; meanwhile other threads of the program that
// call the BLAS compute the same with one thread. A program with the number 1 sees no write.
// Another BLAS: nothing happens; its own settings are the program's.
//
// Thread safety: any number of objects in any threads, each in one.
class OneBlasThread {
 public:
  OneBlasThread();
  OneBlasThread(const OneBlasThread&) = delete;
  OneBlasThread& operator=(const OneBlasThread&) = delete;
  ~OneBlasThread();

 private:
  int own_ = 0;  // OpenMP: the calling thread's number before
};

}  // namespace abide

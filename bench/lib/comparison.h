/// One job done several ways.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <bench/lib/request.h>
#include <lingan/model/compute_device.h>

namespace lingan::bench {

/// What the job must do at least, however it is done: its share of the machine's measured peaks is
/// printed beside its time. A field of 0 is left out.
struct Work {
  double multiply_adds = 0;  ///< float32 multiply-adds of matrix products
  double bytes = 0;          ///< bytes that must be read and written
};

/// Times ways of doing one job on the compute device, as it is when the comparison is made: as the
/// request says either one of them, for `bench/run`, or all in turn in this process.
///
/// One way prints JSON: the seconds of each repetition, the work, threads and instruction sets.
/// All print a line for each rival: `NAME RIVAL RATIO RIVAL_SECONDS OUR_SECONDS ROOFLINE_SHARE`.
/// Seconds are medians of the repetitions, RATIO is how many times faster ours is, and the share is
/// the larger part of the peak product or peak copy rate (measured in the same run) that ours
/// reaches, `-` where no work is given.
class TimedComparison {
 public:
  explicit TimedComparison(std::string name, Work work = {}, Request request = {});

  /// Our way, named `lingan`; before any rival.
  void ours(int repetitions, std::function<void()> run);
  /// Another way of doing the same, with torch in this program.
  void rival(const std::string& name, int repetitions, std::function<void()> run);
  /// States whether the ways' results agree. One that failed before report() keeps it from timing.
  void check(const std::string& what, bool agrees);

  /// Times what is asked for and prints it. @return status().
  int report();

  /// The program's exit status: 1 once a check has failed, or for a way that there is not.
  int status() const { return agreed_ ? 0 : 1; }

 private:
  struct Way {
    std::string name;
    int repetitions;
    std::function<void()> run;
    bool is_ours;
  };
  std::vector<double> time(const Way& way) const;
  void report_one();
  void report_all() const;

  std::string name_;
  Work work_;
  Request request_;
  Device device_;
  std::vector<Way> ways_;
  bool agreed_ = true;
};

/// Sets the threads of our way as the program `lingan` does. @param threads  0: one per core.
void use_own_threads(int threads);
/// Sets torch's threads.
void use_torch_threads(int threads);

}  // namespace lingan::bench

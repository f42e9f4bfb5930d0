/// One job done several ways, timed side by side in one process by Google Benchmark.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lingan::bench {

/// What the job must do at least, however it is done: its share of the machine's measured peaks is
/// printed beside its time. A field of 0 is left out.
struct Work {
  double multiply_adds = 0;  ///< float32 multiply-adds of matrix products
  double bytes = 0;          ///< bytes that must be read and written
};

/// Times ways of doing one job and prints a line for each rival:
/// `NAME RIVAL RATIO RIVAL_SECONDS OUR_SECONDS ROOFLINE_SHARE`.
/// Seconds are medians of the repetitions, RATIO is how many times faster ours is, and the share is
/// the larger part of the peak product or peak copy rate (measured in the same run) that ours
/// reaches, `-` where no work is given.
class Comparison {
 public:
  explicit Comparison(std::string name, Work work = {});

  /// Our way, run once to warm up and then `repetitions` times. A variant has lines of its own,
  /// named NAME-VARIANT.
  void ours(int repetitions, std::function<void()> run, const std::string& variant = "");
  /// Another way of doing the same.
  void rival(const std::string& name, int repetitions, std::function<void()> run);
  /// States whether the ways' results agree. One that failed before report() keeps it from timing.
  void check(const std::string& what, bool agrees);

  /// Times all ways and prints the lines. @return status().
  int report();

  /// The program's exit status: 1 once a check has failed.
  int status() const { return agreed_ ? 0 : 1; }

 private:
  struct Way {
    std::string name;
    int repetitions;
    std::function<void()> run;
  };
  double roofline_share(double seconds) const;

  std::string name_;
  Work work_;
  std::vector<Way> ours_;  // by the names of their lines
  std::vector<Way> rivals_;
  bool agreed_ = true;
};

/// Sets the threads of the engine and of torch from the program's first argument (default: all
/// cores) and prints them.
void set_threads(int argc, char** argv);

}  // namespace lingan::bench

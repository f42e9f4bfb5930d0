/// Sentences in the making that several generators write together.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <lingan/engine/cpu/output_rows.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// The rows of a batch that have not ended, with their states in every member of an ensemble. All
/// members are fed the same tokens.
class EnsembleRows {
 public:
  /// @param members  >= 1, of one vocabulary; must live as long as the rows.
  explicit EnsembleRows(std::span<const std::unique_ptr<const Stepper>> members);

  int64_t count() const { return active_.front().count(); }
  bool empty() const { return active_.front().empty(); }
  /// The caller's number of active row i.
  int64_t row(int64_t i) const { return active_.front().row(i); }

  /// Adds rows first, first + 1, ... before any token, to be fed `token`.
  void add_initial(int64_t first, int64_t count, int32_t token);
  /// Sets the token that active row i is fed next; a negative one ends the row.
  void set_next(int64_t i, int32_t token);
  /// Removes the rows that ended.
  void drop_ended();

  /// Feeds every row its next token.
  void advance();

  /// V in whole panels: the numbers of a row below.
  int64_t padded_vocabulary() const;
  /// ln of the mean of the members' probabilities of the next token, valid after advance;
  /// -infinity for what is not a token, and below e^-87 of a member's likeliest.
  /// @param result  [count, padded_vocabulary()], written, of active rows first, first + 1, ...
  /// @throws NumericError if logits are not finite.
  void log_means(int64_t first, int64_t count, float* result);

  /// The same of one given token of each of those rows, without that limit.
  /// @param tokens  [count].  @param result  [count], written.
  void log_means_of(int64_t first, std::span<const int32_t> tokens, double* result);

 private:
  /// Writes the logits of a member, [count, padded_vocabulary()].
  void compute_logits(size_t member, int64_t first, int64_t count);
  std::span<const float> logits_of(int64_t row) const;
  /// ln of the sum of e^logits of a row, and the logits' largest.
  std::pair<double, float> log_total(int64_t row);

  std::span<const std::unique_ptr<const Stepper>> members_;
  std::vector<ActiveRows> active_;  // of each member, in lockstep
  OutputRows packed_;
  std::vector<float> logits_;        // of one member
  std::vector<float> exponentials_;  // of one row
};

}  // namespace lingan::engine

/// Sentences in the making: the rows of a batch that have not ended, with their states.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// Rows that advance together. Rows that end leave, the others keep their order.
class ActiveRows {
 public:
  explicit ActiveRows(const Stepper& stepper) : stepper_(stepper) {}

  int64_t count() const { return static_cast<int64_t>(rows_.size()); }
  bool empty() const { return rows_.empty(); }
  /// The caller's number of active row i.
  int64_t row(int64_t i) const { return rows_[i]; }
  const float* state(int64_t i) const { return states_.data() + i * stepper_.state_width(); }
  /// [count, H], valid after advance.
  const float* hidden() const { return hidden_.data(); }
  const float* hidden(int64_t i) const {
    return hidden_.data() + i * stepper_.output().hidden_width();
  }

  /// Adds rows first, first + 1, ... in the state before any token, to be fed `token`.
  /// @param states  [>= first + count, state width], that of each row; empty: the stepper's own.
  void add_initial(int64_t first, int64_t count, int32_t token,
                   std::span<const float> states = {}) {
    for (int64_t i = 0; i < count; ++i) rows_.push_back(first + i);
    next_.resize(rows_.size(), token);
    const int64_t width = stepper_.state_width();
    states_.resize(rows_.size() * width);
    float* const added = states_.data() + (this->count() - count) * width;
    if (states.empty()) return stepper_.initial_states(count, added);
    std::copy_n(states.data() + first * width, count * width, added);
  }

  /// Adds one row with a copy of a state, to be fed `token`.
  void add(int64_t row, const float* state, int32_t token) {
    rows_.push_back(row);
    next_.push_back(token);
    states_.insert(states_.end(), state, state + stepper_.state_width());
  }

  /// Sets the token that active row i is fed next; a negative one ends the row.
  void set_next(int64_t i, int32_t token) { next_[i] = token; }

  /// Removes the rows that ended.
  void drop_ended() {
    const int64_t width = stepper_.state_width();
    int64_t kept = 0;
    for (int64_t i = 0; i < count(); ++i) {
      if (next_[i] < 0) continue;
      if (kept != i) {
        rows_[kept] = rows_[i];
        next_[kept] = next_[i];
        std::copy_n(states_.data() + i * width, width, states_.data() + kept * width);
      }
      ++kept;
    }
    rows_.resize(static_cast<size_t>(kept));
    next_.resize(static_cast<size_t>(kept));
    states_.resize(static_cast<size_t>(kept * width));
  }

  /// Feeds every row its next token.
  void advance() {
    hidden_.resize(rows_.size() * stepper_.output().hidden_width());
    stepper_.advance(next_, states_.data(), hidden_.data());
  }

 private:
  const Stepper& stepper_;
  std::vector<int64_t> rows_;
  std::vector<int32_t> next_;
  std::vector<float> states_;
  std::vector<float> hidden_;
};

}  // namespace lingan::engine

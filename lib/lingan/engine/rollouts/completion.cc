#include <algorithm>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/active_rows.h>
#include <lingan/engine/rollouts/rollout.h>
#include <lingan/engine/rollouts/row_chunks.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {
namespace {

/// Rollouts of one prefix that are drawn together: their first token comes from one hidden vector.
constexpr int32_t kMostCopies = 64;
/// Completions that one thread advances together.
constexpr int64_t kRowsPerTask = 256;

/// `copies` rollouts of one prefix, from number `first_rollout` on, in rows first_row.. of a chunk.
struct Unit {
  int64_t sentence;
  int32_t prefix;
  int32_t first_rollout;
  int32_t copies;
  int64_t first_row;
};

/// The states and hidden vectors after every prefix of some sentences.
struct PrefixStates {
  int64_t first_sentence = 0;
  int64_t sentences = 0;
  int64_t state_width = 0;
  int64_t hidden_width = 0;
  std::vector<float> states;  // [T, sentences, state_width]: y_1..y_t were fed
  std::vector<float> hidden;  // [T, sentences, H]

  const float* state(const Unit& unit) const { return states.data() + index(unit) * state_width; }
  const float* top(const Unit& unit) const { return hidden.data() + index(unit) * hidden_width; }

 private:
  int64_t index(const Unit& unit) const {
    return unit.prefix * sentences + unit.sentence - first_sentence;
  }
};

/// Feeds sentences [first, first + count) and keeps what every prefix leaves behind.
PrefixStates prefix_states(const Stepper& stepper, const TokenBatch& sentences, int32_t bos,
                           std::pair<int64_t, int64_t> range) {
  const int64_t first = range.first, count = range.second;
  PrefixStates kept{first, count, stepper.state_width(), stepper.output().hidden_width(), {}, {}};
  kept.states.resize(static_cast<size_t>(sentences.width * count * kept.state_width));
  kept.hidden.resize(static_cast<size_t>(sentences.width * count * kept.hidden_width));
  parallel_for(count, row_grain(stepper, count), [&](int64_t begin, int64_t end) {
    ActiveRows active(stepper);
    active.add_initial(begin, end - begin, bos);
    for (int32_t t = 0; t < sentences.width && !active.empty(); ++t) {
      active.advance();
      for (int64_t i = 0; i < active.count(); ++i) {
        const int64_t row = active.row(i);
        const int64_t at = t * count + row;
        std::copy_n(active.state(i), kept.state_width, kept.states.data() + at * kept.state_width);
        std::copy_n(active.hidden(i), kept.hidden_width,
                    kept.hidden.data() + at * kept.hidden_width);
        const bool more = t < sentences.lengths[first + row];
        active.set_next(i, more ? sentences.tokens[(first + row) * sentences.width + t] : -1);
      }
      active.drop_ended();
    }
  });
  return kept;
}

/// What all tasks of a request share.
struct CompletionWave {
  const Stepper& stepper;
  const SpecialTokens& specials;
  const TokenBatch& sentences;
  const RolloutRequest& request;
};

/// Completes the units of one thread's share in one wave: at position t the rows of every prefix no
/// longer than t advance together.
class UnitCompleter {
 public:
  UnitCompleter(const CompletionWave& wave, const PrefixStates& prefixes, Completions& completions)
      : wave_(wave),
        prefixes_(prefixes),
        completions_(completions),
        active_(wave.stepper),
        drawer_(wave.stepper.output(), wave.request.options) {}

  void run(std::span<const Unit> units) {
    int32_t t = wave_.sentences.width;
    for (const Unit& unit : units) {
      copy_prefix(unit);
      t = std::min(t, unit.prefix);
    }
    for (; t < wave_.sentences.width; ++t) {
      if (!active_.empty()) active_.advance();
      draw_active(t);
      for (const Unit& unit : units) {
        if (unit.prefix == t && t < wave_.sentences.lengths[unit.sentence]) start(unit);
      }
      active_.drop_ended();
    }
  }

 private:
  void copy_prefix(const Unit& unit) {
    const int32_t width = wave_.sentences.width;
    const int32_t length = std::min(unit.prefix, wave_.sentences.lengths[unit.sentence]);
    for (int32_t c = 0; c < unit.copies; ++c) {
      const int64_t row = unit.first_row + c;
      std::copy_n(wave_.sentences.tokens.data() + unit.sentence * width, length,
                  completions_.tokens.tokens.data() + row * width);
      completions_.tokens.lengths[row] = length;
      completions_.sentence[row] = unit.sentence;
      completions_.prefix_length[row] = unit.prefix;
      completions_.rollout[row] = unit.first_rollout + c;
    }
  }

  double uniform(int64_t row, int32_t t) const {
    const auto& request = wave_.request;
    const auto sentence = request.first_row + static_cast<uint64_t>(completions_.sentence[row]);
    const auto prefix = sentence * static_cast<uint64_t>(wave_.sentences.width) +
                        static_cast<uint64_t>(completions_.prefix_length[row]);
    const auto number = prefix * static_cast<uint64_t>(request.rollouts) +
                        static_cast<uint64_t>(completions_.rollout[row]);
    return request.stream.uniform(number, static_cast<uint32_t>(t));
  }

  void draw_active(int32_t t) {
    uniforms_.resize(static_cast<size_t>(active_.count()));
    drawn_.resize(uniforms_.size());
    for (int64_t i = 0; i < active_.count(); ++i) uniforms_[i] = uniform(active_.row(i), t);
    drawer_.draw(active_.hidden(), 1, uniforms_, drawn_.data());
    for (int64_t i = 0; i < active_.count(); ++i) {
      active_.set_next(i, store(active_.row(i), t, drawn_[i].token));
    }
  }

  /// Draws the first token of a unit's rows and lets them join.
  void start(const Unit& unit) {
    uniforms_.resize(static_cast<size_t>(unit.copies));
    drawn_.resize(uniforms_.size());
    for (int32_t c = 0; c < unit.copies; ++c)
      uniforms_[c] = uniform(unit.first_row + c, unit.prefix);
    drawer_.draw(prefixes_.top(unit), unit.copies, uniforms_, drawn_.data());
    for (int32_t c = 0; c < unit.copies; ++c) {
      const int64_t row = unit.first_row + c;
      active_.add(row, prefixes_.state(unit), store(row, unit.prefix, drawn_[c].token));
    }
  }

  /// @return the token to feed next, -1 if the row has ended.
  int32_t store(int64_t row, int32_t t, int32_t token) {
    completions_.tokens.tokens[row * wave_.sentences.width + t] = token;
    completions_.tokens.lengths[row] = t + 1;
    return token == wave_.specials.eos ? -1 : token;
  }

  const CompletionWave& wave_;
  const PrefixStates& prefixes_;
  Completions& completions_;
  ActiveRows active_;
  TokenDrawer drawer_;
  std::vector<double> uniforms_;
  std::vector<DrawnToken> drawn_;
};

/// The units of one chunk, complete, as the consumer gets them.
Completions complete_chunk(const CompletionWave& wave, const PrefixStates& prefixes,
                           const std::vector<Unit>& units) {
  const int64_t rows = units.back().first_row + units.back().copies;
  Completions completions;
  completions.tokens =
      TokenBatch::filled(rows, wave.sentences.width, std::max(wave.specials.pad, 0));
  completions.sentence.resize(static_cast<size_t>(rows));
  completions.prefix_length.resize(static_cast<size_t>(rows));
  completions.rollout.resize(static_cast<size_t>(rows));
  const int64_t grain = std::max<int64_t>(1, kRowsPerTask / units.front().copies);
  parallel_for(static_cast<int64_t>(units.size()), grain, [&](int64_t begin, int64_t end) {
    UnitCompleter(wave, prefixes, completions)
        .run(
            std::span(units).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
  });
  return completions;
}

/// Collects units until they fill a chunk, then completes it and hands it on.
class ChunkStream {
 public:
  ChunkStream(const CompletionWave& wave, const std::function<void(const Completions&)>& consumer)
      : wave_(wave), consumer_(consumer) {
    const auto bytes = static_cast<uint64_t>(wave.sentences.width) * sizeof(int32_t) + 20;
    most_rows_ = static_cast<int64_t>(wave.request.memory_budget / 2 / bytes);
  }

  void add_sentence(const PrefixStates& prefixes, int64_t sentence) {
    for (int32_t prefix = 1; prefix < wave_.sentences.width; ++prefix) {
      for (int32_t m = 0; m < wave_.request.rollouts; m += kMostCopies) {
        const int32_t copies = std::min(kMostCopies, wave_.request.rollouts - m);
        if (rows_ + copies > most_rows_) flush(prefixes);
        units_.push_back({sentence, prefix, m, copies, rows_});
        rows_ += copies;
      }
    }
  }

  void flush(const PrefixStates& prefixes) {
    if (units_.empty()) return;
    consumer_(complete_chunk(wave_, prefixes, units_));
    units_.clear();
    rows_ = 0;
  }

 private:
  const CompletionWave& wave_;
  const std::function<void(const Completions&)>& consumer_;
  int64_t most_rows_;
  int64_t rows_ = 0;
  std::vector<Unit> units_;
};

/// @throws UsageError if an option is out of its range.
void check_request(const RolloutRequest& request) {
  check_sampling_options(request.options);
  if (request.rollouts < 1) {
    throw UsageError("complete: rollouts " + std::to_string(request.rollouts) +
                     ": expected at least 1");
  }
}

}  // namespace

void RolloutEngine::complete_on_device(
    const DeviceSentencesView& sentences, const RolloutRequest& request,
    const std::function<void(const DeviceCompletions&)>& consumer) const {
  check_request(request);
  if (sentences.width < 2) return;
  stepper_.device()->complete_on_device(sentences, request, specials_, consumer);
}

void RolloutEngine::complete(const TokenBatch& sentences, const RolloutRequest& request,
                             const std::function<void(const Completions&)>& consumer) const {
  check_request(request);
  check_batch(sentences, stepper_.vocabulary_size());
  if (sentences.width < 2) return;
  if (const DeviceRollouts* device = stepper_.device()) {
    return device->complete(sentences, request, specials_, consumer);
  }
  const CompletionWave wave{stepper_, specials_, sentences, request};
  const auto sentence_bytes =
      static_cast<uint64_t>(sentences.width) * sizeof(float) *
      static_cast<uint64_t>(stepper_.state_width() + stepper_.output().hidden_width());
  const auto block = static_cast<int64_t>(
      std::clamp<uint64_t>(request.memory_budget / 2 / sentence_bytes, 1, uint64_t{1} << 32));
  for (int64_t first = 0; first < sentences.rows; first += block) {
    const int64_t count = std::min(block, sentences.rows - first);
    const PrefixStates prefixes = prefix_states(stepper_, sentences, specials_.bos, {first, count});
    ChunkStream stream(wave, consumer);
    for (int64_t b = first; b < first + count; ++b) stream.add_sentence(prefixes, b);
    stream.flush(prefixes);
  }
}

}  // namespace lingan::engine

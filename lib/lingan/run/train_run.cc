#include <lingan/run/train_run.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/number.h>
#include <lingan/base/temporary_file.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/recipe/continuable.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/run_lock.h>
#include <lingan/run/run_state.h>
#include <lingan/text/tokenizer/line_text.h>

namespace lingan {
namespace {

constexpr int64_t kSamplesShown = 20;
constexpr uint64_t kLargestLog = uint64_t{1} << 60;
const std::string kLogLength = "lingan.metrics_bytes";
const std::string kLogLengthBefore = "lingan.metrics_bytes_before_last";
const std::string kLastSamples = "lingan.last_samples";
const std::string kRecipe = "lingan.recipe";
using Clock = std::chrono::steady_clock;

/// The reward of sentences by that of their text; none for none.
OwnReward of_tokens(const TextReward& reward, std::shared_ptr<const Tokenizer> tokenizer) {
  if (!reward) return nullptr;
  return [reward, tokenizer = std::move(tokenizer)](const TokenBatch& sentences) {
    std::vector<std::string> lines;
    for (int64_t row = 0; row < sentences.rows; ++row) {
      lines.push_back(decode_line(*tokenizer, sentences.row(row)));
    }
    return reward(lines);
  };
}

double seconds_so_far(const RunDirectory& run) {
  if (!std::filesystem::exists(run.timing())) return 0.0;
  const auto timing = nlohmann::json::parse(read_file(run.timing(), 4096), nullptr, false);
  const bool is_known =
      timing.is_object() && timing.contains("seconds") && timing["seconds"].is_number();
  return is_known ? timing["seconds"].get<double>() : 0.0;
}

/// Writes what the trainer tells into the run's files, and passes it on.
class Recorder : public TrainingObserver {
 public:
  Recorder(const RunDirectory& run, const Trainer& trainer, TrainingObserver& observer,
           uint64_t log_bytes)
      : run_(run),
        trainer_(trainer),
        observer_(observer),
        log_(run.metrics(), log_bytes),
        log_before_last_(log_bytes),
        earlier_seconds_(seconds_so_far(run)),
        start_(Clock::now()) {
    std::filesystem::create_directories(run.samples());
  }

  void record(const TrainingRecord& record) override {
    nlohmann::ordered_json line = {{"phase", record.phase}, {"step", record.step}};
    for (const auto& [name, value] : record.values) line[name] = value;
    log_before_last_ = log_.size();
    log_.append(line.dump());
    write_samples(record);
    observer_.record(record);
  }

  bool advanced(const TrainingProgress& progress) override { return observer_.advanced(progress); }

  void checkpoint() override {
    log_.sync();
    save_tensors(run_.generator(), trainer_.best_generator());
    TensorFile state = trainer_.save();
    state.metadata[kLogLength] = std::to_string(log_.size());
    state.metadata[kLogLengthBefore] = std::to_string(log_before_last_);
    state.metadata[kLastSamples] = last_samples_;
    state.metadata[kRecipe] = format_recipe(run_.spec().recipe);
    state.metadata["lingan.seed"] = std::to_string(run_.spec().seed);
    state.metadata["lingan.length"] = std::to_string(run_.spec().length);
    save_tensors(run_.checkpoint(), state);
    write_file_atomically(run_.timing(), nlohmann::json{{"seconds", seconds()}}.dump() + "\n");
    observer_.checkpoint();
  }

  double seconds() const {
    return earlier_seconds_ + std::chrono::duration<double>(Clock::now() - start_).count();
  }

 private:
  void write_samples(const TrainingRecord& record) {
    last_samples_.clear();
    if (record.phase == "discriminator") return;
    const auto& tokenizer = *run_.spec().tokenizer;
    engine::SampleRequest request;
    request.rows = kSamplesShown;
    request.length = run_.spec().length;
    request.stream = {run_.spec().seed, Purpose::kEvaluate, 0};
    const auto samples = trainer_.generator().rollouts(tokenizer.specials())->sample(request);
    std::string text;
    for (int64_t row = 0; row < request.rows; ++row) {
      text += decode_line(tokenizer, samples.tokens.row(row)) + "\n";
    }
    last_samples_ = fmt::format("{}-{:06}.txt", record.phase, record.step);
    write_file_atomically(run_.samples() / last_samples_, text);
  }

  const RunDirectory& run_;
  const Trainer& trainer_;
  TrainingObserver& observer_;
  LineFile log_;
  uint64_t log_before_last_;  ///< bytes of the log without its last record
  std::string last_samples_;  ///< file of the samples of the last record; empty: none
  double earlier_seconds_;
  Clock::time_point start_;
};

/// A length of metrics.jsonl when the checkpoint was written.
uint64_t log_bytes(const TensorFile& state, const RunDirectory& run, const std::string& which) {
  const auto found = state.metadata.find(which);
  const auto bytes =
      found == state.metadata.end() ? std::nullopt : parse_number<uint64_t>(found->second);
  if (!bytes || *bytes > kLargestLog) {
    throw InputError(run.checkpoint().string() + ": lacks the length of metrics.jsonl");
  }
  return *bytes;
}

/// @param key  of run.json.  @param now  what stands there.
/// @throws InputError if the checkpoint was trained by another.
void require_number_of(const TensorFile& state, const RunDirectory& run, const std::string& key,
                       uint64_t now) {
  const auto then = state.metadata.find("lingan." + key);
  if (then == state.metadata.end() || then->second == std::to_string(now)) return;
  throw InputError(fmt::format("{} is {}, but the run was trained with {}, which it keeps; put "
                               "that back, or start anew in another folder",
                               key, now, then->second),
                   (run.path() / "run.json").string());
}

/// @throws InputError if recipe or run.json are not what the checkpoint was trained by. (One that
/// was written by an earlier version does not say.)
void require_unedited_files(const TensorFile& state, const RunDirectory& run) {
  require_number_of(state, run, "seed", run.spec().seed);
  require_number_of(state, run, "length", static_cast<uint64_t>(run.spec().length));
  const auto recipe = state.metadata.find(kRecipe);
  if (recipe == state.metadata.end()) return;
  require_unedited(parse_run_recipe(recipe->second, run.checkpoint().string()), run.spec().recipe,
                   run.recipe().string());
}

/// The checkpoint from which the run goes on; nothing: it begins.
std::optional<TensorFile> load_checkpoint(const RunDirectory& run) {
  if (!std::filesystem::exists(run.checkpoint())) {
    // Written after every checkpoint.
    if (!std::filesystem::exists(run.timing())) return std::nullopt;
    throw InputError(
        "is missing, and the run was trained; bring it back, or start anew in another folder",
        run.checkpoint().string());
  }
  TensorFile state = load_tensors(run.checkpoint());
  require_unedited_files(state, run);
  return state;
}

/// Brings trainer and files to the checkpoint.  @return how much of metrics.jsonl stays.
uint64_t restore(const TensorFile& state, const RunDirectory& run, Trainer& trainer) {
  with_place_of_data([&] { return run.checkpoint().string(); }, [&] { trainer.restore(state); });
  if (!trainer.undid_last_record()) return log_bytes(state, run, kLogLength);
  const auto samples = std::filesystem::path(state.metadata.at(kLastSamples)).filename();
  if (!samples.empty()) std::filesystem::remove(run.samples() / samples);
  return log_bytes(state, run, kLogLengthBefore);
}

double train(const RunDirectory& run, TrainingObserver& observer, const TextReward& own_reward) {
  for (const auto& folder : {run.path(), run.samples()}) sweep_temporary_files(folder);
  std::optional<TensorFile> state = load_checkpoint(run);
  Trainer trainer(run.spec().recipe,
                  training_data(run, of_tokens(own_reward, run.spec().tokenizer)), run.spec().seed);
  const uint64_t log_length = state ? restore(*state, run, trainer) : 0;
  state.reset();
  run.save_recipe();
  Recorder recorder(run, trainer, observer, log_length);
  trainer.run(recorder);
  return recorder.seconds();
}

}  // namespace

void require_continuable_files(const RunDirectory& run) { load_checkpoint(run); }

double train_run(const RunDirectory& run, TrainingObserver& observer,
                 const TextReward& own_reward) {
  const RunLock lock(run.path());
  try {
    return train(run, observer, own_reward);
  } catch (...) {
    if (!std::filesystem::exists(run.checkpoint())) run.discard();
    throw;
  }
}

}  // namespace lingan

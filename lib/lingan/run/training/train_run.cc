#include <lingan/run/training/train_run.h>

#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/number.h>
#include <lingan/base/temporary_file.h>
#include <lingan/gan/recipe/continuable.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/run_lock.h>
#include <lingan/run/training/run_recorder.h>
#include <lingan/run/training/run_state.h>
#include <lingan/text/tokenizer/line_text.h>

namespace lingan {
namespace {

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
  const auto recipe = state.metadata.find(kRunRecipe);
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

/// Brings trainer and files to the checkpoint.  @return what of the run stays.
RunPast restore(const TensorFile& state, const RunDirectory& run, Trainer& trainer) {
  with_place_of_data([&] { return run.checkpoint().string(); }, [&] { trainer.restore(state); });
  return past_of(state, run, trainer.undid_last_record());
}

/// Brings the trainer of a control to where the run that it controls began its adversarial phase.
RunPast begin_adversarial_phase(const RunDirectory& controlled, const RunDirectory& run,
                                Trainer& trainer) {
  const TensorFile state = load_tensors(controlled.pretrained());
  const auto begin = [&] {
    trainer.restore(state);
    const auto log = state.metadata.find(kPretrainedLog);
    const auto seconds = state.metadata.find(kPretrainedSeconds);
    if (log == state.metadata.end() || seconds == state.metadata.end()) {
      throw InputError("lacks the log or the time; remove the file");
    }
    write_file_atomically(run.metrics(), log->second);
    RunPast past = past_of(state, controlled);
    past.seconds = parse_number<double>(seconds->second).value_or(0);
    return past;
  };
  return with_place_of_data([&] { return controlled.pretrained().string(); }, begin);
}

/// Brings the trainer of a new run to the end of another run's pretraining, and copies what that
/// has written; of a control, to the end of D's pretraining, where that was kept.
RunPast begin_from(const TrainRunOptions& options, const RunDirectory& run, Trainer& trainer) {
  const RunDirectory& start = *options.start;
  std::filesystem::create_directories(run.samples());
  for (const auto& file : std::filesystem::directory_iterator(start.samples())) {
    write_file_atomically(run.samples() / file.path().filename(), read_file(file.path()));
  }
  if (options.controlled != nullptr && RunDirectory::has_pretrained(options.controlled->path())) {
    return begin_adversarial_phase(*options.controlled, run, trainer);
  }
  const TensorFile state = load_tensors(start.checkpoint());
  with_place_of_data([&] { return start.checkpoint().string(); },
                     [&] { trainer.begin_pretrained(state); });
  write_file_atomically(run.metrics(), read_file(start.metrics()));
  return past_of(state, start);
}

double train(const RunDirectory& run, TrainingObserver& observer, const TrainRunOptions& options) {
  for (const auto& folder : {run.path(), run.samples()}) sweep_temporary_files(folder);
  std::optional<TensorFile> state = load_checkpoint(run);
  Trainer trainer(run.spec().recipe,
                  training_data(run, of_tokens(options.own_reward, run.spec().tokenizer)),
                  run.spec().seed);
  const bool begins = !state && options.start != nullptr;
  RunPast past;
  if (state) past = restore(*state, run, trainer);
  if (begins) past = begin_from(options, run, trainer);
  state.reset();
  run.save_recipe();
  RunRecorder recorder(run, trainer, observer, past);
  if (options.keeps_pretrained) recorder.keep_pretrained();
  if (begins) recorder.checkpoint();
  if (options.controlled != nullptr) std::filesystem::remove(options.controlled->pretrained());
  trainer.run(recorder);
  return recorder.seconds();
}

}  // namespace

void require_continuable_files(const RunDirectory& run) { load_checkpoint(run); }

double train_run(const RunDirectory& run, TrainingObserver& observer,
                 const TrainRunOptions& options) {
  const RunLock lock(run.path());
  try {
    return train(run, observer, options);
  } catch (...) {
    if (!std::filesystem::exists(run.checkpoint())) run.discard();
    throw;
  }
}

}  // namespace lingan

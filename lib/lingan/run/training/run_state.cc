#include <lingan/run/training/run_state.h>

#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

TrainingData training_data(const RunDirectory& run, OwnReward own_reward) {
  const RunSpec& spec = run.spec();
  RunSentences sentences = run.sentences();
  auto sources = source_table(sentences);
  TrainingData data{.train = std::move(sentences.train),
                    .validation = std::move(sentences.validation),
                    .specials = spec.tokenizer->specials(),
                    .vocabulary_size = spec.tokenizer->size(),
                    .sources = std::move(sources),
                    .own_reward = std::move(own_reward)};
  for (const Label& label : spec.labels) data.label_sentences.push_back(label.sentences);
  if (reads_vectors(spec.recipe)) data.vectors = run.vectors();
  if (!spec.oracle.empty()) data.oracle = load_oracle(spec.oracle);
  return data;
}

std::unique_ptr<TrainingState> load_state(const RunDirectory& run) {
  if (!std::filesystem::exists(run.checkpoint())) {
    throw InputError(run.path().string() +
                     ": training has not saved a checkpoint yet; continue it by `train_run` to its "
                     "first one");
  }
  const RunSpec& spec = run.spec();
  auto state = std::make_unique<TrainingState>(spec.recipe, training_data(run, nullptr), spec.seed);
  with_place_of_data([&] { return run.checkpoint().string() + ", by " + run.recipe().string(); },
                     [&] { state->players.restore(load_tensors(run.checkpoint())); });
  return state;
}

}  // namespace lingan

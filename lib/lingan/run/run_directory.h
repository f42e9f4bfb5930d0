/// A run directory: everything that training one generator writes.
///
///   run.json               format version, seed, where the data came from
///   recipe.toml            the resolved recipe, every key
///   tokenizer.json         the tokenizer
///   data.safetensors       training, validation and test sentences, and sources, as token matrices
///   oracle.safetensors     the oracle that they were drawn from, if it has a file
///   vectors.safetensors    word vectors that embeddings begin with, if there are any
///   checkpoint.safetensors the whole training state, from which training continues
///   generator.safetensors  the weights chosen on validation; `sample` and `eval` read these
///   metrics.jsonl          one JSON object a measurement
///   samples/               sentences drawn at each measurement
///   timing.json            seconds spent so far: the only file that differs between equal runs
///   frontier.json          what a comparison has measured, and of which weights
///   resampled.json         the same of its start's sentences, resampled by the odds of its D
///   pretrained.safetensors of a comparison's run, while its control has not begun: the state in
///                          which the adversarial phase began
///
/// Every file is replaced atomically or, metrics.jsonl, cut back to the checkpoint's length on
/// resume: a run may be killed at any instant, while it is made, too (base/new_files.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/token_vectors.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/run_sentences.h>
#include <lingan/text/corpus/line_labels.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// What a run is made of, fixed at its start.
struct RunSpec {
  Recipe recipe;
  uint64_t seed = 1;
  std::string oracle;  ///< name for load_oracle; empty: trained on text
  /// Of an oracle with a file, which a new run keeps, whatever becomes of that; null: none.
  std::shared_ptr<const TensorFile> oracle_tensors = nullptr;
  std::shared_ptr<const Tokenizer> tokenizer;
  /// What embeddings may begin with; of a run that was opened: RunDirectory::vectors().
  std::shared_ptr<const TokenVectors> vectors = nullptr;
  int32_t length = 0;                              ///< T: longest sentence in tokens, eos counted
  std::vector<Label> labels = {};                  ///< of its sentences; empty: they have none
  std::map<std::string, std::string> origin = {};  ///< what its maker was asked for, by the names
                                                   ///< of the maker; kept for later questions
  /// Of the inputs that `origin` names: their fingerprints (base/fingerprint.h), by the same names.
  std::map<std::string, std::string> fingerprints = {};
};

/// The labels that the run's generator writes sentences of; none where D alone looks at labels.
std::vector<Label> labels_of_generator(const RunSpec& spec);

/// The files of one run.
class RunDirectory {
 public:
  /// Writes a new run's fixed files; run.json last, so that a folder with it is complete. Training
  /// reads them back: a new run takes the path of one that is resumed. Where something fails,
  /// nothing stays; what a process that was killed here left is taken away first.
  /// @throws UsageError if the folder holds a run already, or files that the run would replace;
  /// IoError if another process is making a run there.
  static RunDirectory create(const std::filesystem::path& path, RunSpec spec,
                             const RunSentences& sentences);

  /// Opens a run.  @throws InputError if the folder holds none, or a malformed one.
  static RunDirectory open(const std::filesystem::path& path);

  /// @throws UsageError if the folder holds a run already, or files that a new one would replace.
  static void require_free(const std::filesystem::path& path);

  /// Whether the folder holds a run whose fixed files are complete.
  static bool exists(const std::filesystem::path& path);

  /// Whether the folder holds the state in which a run began its adversarial phase.
  static bool has_pretrained(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const RunSpec& spec() const { return spec_; }

  std::filesystem::path recipe() const;
  std::filesystem::path checkpoint() const;
  std::filesystem::path generator() const;
  std::filesystem::path metrics() const;
  std::filesystem::path samples() const;
  std::filesystem::path timing() const;
  std::filesystem::path frontier() const;
  std::filesystem::path resampled() const;
  std::filesystem::path pretrained() const;
  std::filesystem::path posterior() const;

  /// The same run with another recipe, which is not yet in its folder: train_run puts it there.
  RunDirectory with_recipe(Recipe recipe) const;

  /// Puts the recipe into the folder, if another is there.
  void save_recipe() const;

  /// Removes a run that `create` made for this object: its own files, and the folders that were not
  /// there before and are empty then. Does nothing for a run that was opened.
  void discard() const;

  /// Reads data.safetensors.  @throws InputError if it is malformed.
  RunSentences sentences() const;

  /// The word vectors that embeddings begin with; undefined: there are none.
  /// @throws InputError if their file is malformed.
  TokenVectors vectors() const;

  /// The generator with the chosen weights, ready to sample.
  /// @throws InputError if training has not saved one yet.
  std::shared_ptr<Generator> load_generator() const;

  /// The generators of the samples that training kept of the posterior of its weights, ready to
  /// sample; the last is the newest.
  /// @throws InputError if it has kept none.
  std::vector<std::shared_ptr<Generator>> load_posterior() const;

  /// The recipe's generator options with the tokenizer's sizes filled in, and the run's sources.
  GeneratorOptions generator_options() const;

 private:
  RunDirectory(std::filesystem::path path, RunSpec spec)
      : path_(std::move(path)), spec_(std::move(spec)) {}

  void write_fixed_files(const RunSentences& sentences);

  std::filesystem::path path_;
  RunSpec spec_;
  bool is_new_ = false;                         // made by this object's create
  std::vector<std::filesystem::path> created_;  // its folders, each after the one that it is in
};

}  // namespace lingan

#include <lingan/run/run_directory.h>

#include <array>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/json_value.h>
#include <lingan/base/new_files.h>
#include <lingan/base/new_folders.h>
#include <lingan/gan/recipe/fitted_recipe.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/training/posterior_samples.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/sentences/own_sources.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/run_lock.h>

namespace lingan {
namespace {

constexpr int kFormatVersion = 1;
constexpr uint64_t kSmallFile = uint64_t{1} << 20;
constexpr const char* kRun = "run.json";
constexpr const char* kRecipe = "recipe.toml";
constexpr const char* kTokenizer = "tokenizer.json";
constexpr const char* kData = "data.safetensors";
constexpr const char* kOracle = "oracle.safetensors";
constexpr const char* kVectors = "vectors.safetensors";
constexpr const char* kCheckpoint = "checkpoint.safetensors";
constexpr const char* kGenerator = "generator.safetensors";
constexpr const char* kMetrics = "metrics.jsonl";
constexpr const char* kSamples = "samples";
constexpr const char* kTiming = "timing.json";
constexpr const char* kFrontier = "frontier.json";
constexpr const char* kResampled = "resampled.json";
constexpr const char* kPretrained = "pretrained.safetensors";
constexpr const char* kPosterior = "posterior.safetensors";
/// All that a run writes beside its samples and run.json.
constexpr std::array kFiles = {kData,       kTokenizer,  kRecipe,    kOracle, kVectors,
                               kCheckpoint, kMetrics,    kGenerator, kTiming, kFrontier,
                               kResampled,  kPretrained, kPosterior};

/// A run's oracle for load_oracle, which looks for files from where the process is.
std::string oracle_in(const std::filesystem::path& run, const std::string& oracle) {
  return oracle == kOracle ? (run / oracle).string() : oracle;
}

/// `labels` of run.json, which only runs with labels have.
std::vector<Label> labels_in(const nlohmann::json& run) {
  std::vector<Label> labels;
  for (const auto& label : run.value("labels", nlohmann::json::array())) {
    labels.push_back({.name = json_value<std::string>(label, "name"),
                      .sentences = json_value<int64_t>(label, "sentences")});
    if (labels.back().sentences < 1) throw InputError("a label has no sentences");
  }
  return labels;
}

nlohmann::json as_json(const std::vector<Label>& labels) {
  auto list = nlohmann::json::array();
  for (const Label& label : labels) {
    list.push_back({{"name", label.name}, {"sentences", label.sentences}});
  }
  return list;
}

/// What run.json says.  @throws InputError without a place.
RunSpec read_spec(const std::filesystem::path& folder, const std::string& text) {
  const nlohmann::json run = parse_json(text);
  if (json_value<int>(run, "format_version") != kFormatVersion) {
    throw InputError("format_version is not " + std::to_string(kFormatVersion) +
                     "; it was written by another lingan");
  }
  RunSpec spec;
  spec.seed = json_value<uint64_t>(run, "seed");
  spec.oracle = oracle_in(folder, json_value<std::string>(run, "oracle"));
  spec.length = json_value<int32_t>(run, "length");
  spec.labels = labels_in(run);
  spec.origin = json_value(run, "origin", spec.origin);
  spec.fingerprints = json_value(run, "fingerprints", spec.fingerprints);
  if (spec.length < 1 || spec.length > kLongestSentence) {
    throw InputError("length is not in 1.." + std::to_string(kLongestSentence));
  }
  return spec;
}

}  // namespace

std::filesystem::path RunDirectory::recipe() const { return path_ / kRecipe; }
std::filesystem::path RunDirectory::checkpoint() const { return path_ / kCheckpoint; }
std::filesystem::path RunDirectory::generator() const { return path_ / kGenerator; }
std::filesystem::path RunDirectory::metrics() const { return path_ / kMetrics; }
std::filesystem::path RunDirectory::samples() const { return path_ / kSamples; }
std::filesystem::path RunDirectory::timing() const { return path_ / kTiming; }
std::filesystem::path RunDirectory::frontier() const { return path_ / kFrontier; }
std::filesystem::path RunDirectory::resampled() const { return path_ / kResampled; }
std::filesystem::path RunDirectory::pretrained() const { return path_ / kPretrained; }

std::filesystem::path RunDirectory::posterior() const { return path_ / kPosterior; }

bool RunDirectory::exists(const std::filesystem::path& path) {
  return std::filesystem::exists(path / kRun);
}

bool RunDirectory::has_pretrained(const std::filesystem::path& path) {
  return std::filesystem::exists(path / kPretrained);
}

void RunDirectory::require_free(const std::filesystem::path& path) {
  if (exists(path)) {
    throw UsageError(path.string() +
                     ": holds a run already; continue it by `train_run`, or name another folder");
  }
  for (const char* file : kFiles) {
    const bool is_there = std::filesystem::exists(std::filesystem::symlink_status(path / file));
    if (!is_there || is_unfinished(path / file)) continue;
    throw UsageError(path.string() + ": holds a file " + file +
                     ", which a run would replace; name another folder, or remove the file");
  }
  std::error_code is_absent;
  const std::filesystem::directory_iterator samples(path / kSamples, is_absent);
  if (is_absent || samples == std::filesystem::directory_iterator()) return;
  throw UsageError(path.string() + ": holds samples/" + samples->path().filename().string() +
                   ", where a run puts its own; name another folder, or remove that");
}

RunDirectory RunDirectory::create(const std::filesystem::path& path, RunSpec spec,
                                  const RunSentences& sentences) {
  require_free(path);
  RunDirectory run(path, std::move(spec));
  run.created_ = create_folders(path);
  try {
    const RunLock lock(path);
    require_free(path);
    remove_unfinished_files(path, kFiles);
    run.write_fixed_files(sentences);
    run.is_new_ = true;
  } catch (...) {
    remove_empty_folders(run.created_);
    throw;
  }
  return run;
}

void RunDirectory::write_fixed_files(const RunSentences& sentences) {
  for (const auto& folder : create_folders(samples())) created_.push_back(folder);
  NewFiles files(path_);
  files.add(kData, format_tensors(as_tensors(sentences)));
  if (const auto oracle = std::exchange(spec_.oracle_tensors, nullptr)) {
    files.add(kOracle, format_tensors(*oracle));
    spec_.oracle = kOracle;
  }
  if (const auto vectors = std::exchange(spec_.vectors, nullptr)) {
    files.add(kVectors, format_tensors(vectors->to_file()));
  }
  files.add(kTokenizer, spec_.tokenizer->serialize());
  files.add(kRecipe, format_recipe(spec_.recipe));
  nlohmann::json run = {{"format_version", kFormatVersion}, {"seed", spec_.seed},
                        {"oracle", spec_.oracle},           {"length", spec_.length},
                        {"origin", spec_.origin},           {"fingerprints", spec_.fingerprints}};
  if (!spec_.labels.empty()) run["labels"] = as_json(spec_.labels);
  // A name of a file, among what the maker was asked for, may be no UTF-8.
  constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
  files.add(kRun, run.dump(2, ' ', false, kReplace) + "\n");
  files.finish();
  spec_.oracle = oracle_in(path_, spec_.oracle);
}

RunDirectory RunDirectory::with_recipe(Recipe recipe) const {
  RunDirectory run = *this;
  run.spec_.recipe = std::move(recipe);
  return run;
}

void RunDirectory::save_recipe() const {
  const std::string text = format_recipe(spec_.recipe);
  if (read_file(recipe(), kSmallFile) != text) write_file_atomically(recipe(), text);
}

void RunDirectory::discard() const {
  if (!is_new_) return;
  std::error_code ignored;
  std::filesystem::remove(path_ / kRun, ignored);
  for (const char* file : kFiles) std::filesystem::remove(path_ / file, ignored);
  for (const auto& entry : std::filesystem::directory_iterator(samples(), ignored)) {
    std::filesystem::remove(entry.path(), ignored);
  }
  remove_empty_folders(created_);
}

RunDirectory RunDirectory::open(const std::filesystem::path& path) {
  if (!exists(path)) {
    throw InputError(path.string() +
                     ": no run here (run.json is missing); name the folder of a run");
  }
  const auto file = path / kRun;
  RunSpec spec = with_place([&] { return file.string(); },
                            [&] { return read_spec(path, read_file(file, kSmallFile)); });
  const std::filesystem::path recipe = path / kRecipe;
  spec.recipe = parse_run_recipe(read_file(recipe, kSmallFile), recipe.string());
  spec.tokenizer = load_tokenizer(path / kTokenizer);
  return RunDirectory(path, std::move(spec));
}

std::vector<Label> labels_of_generator(const RunSpec& spec) {
  return writes_by_label(spec.recipe) ? spec.labels : std::vector<Label>();
}

RunSentences RunDirectory::sentences() const {
  const auto file = path_ / kData;
  const auto read = [&] {
    return sentences_of(load_tensors(file), spec_.tokenizer->size(), spec_.labels.size(),
                        takes_unlabelled(spec_.recipe));
  };
  return with_place_of_data([&] { return file.string(); }, read);
}

TokenVectors RunDirectory::vectors() const {
  const auto file = path_ / kVectors;
  if (!std::filesystem::exists(file)) return {};
  return with_place(
      [&] { return file.string(); },
      [&] { return TokenVectors::from_file(load_tensors(file), spec_.tokenizer->size()); });
}

GeneratorOptions RunDirectory::generator_options() const {
  GeneratorOptions options = spec_.recipe.generator;
  options.vocabulary_size = spec_.tokenizer->size();
  options.specials = spec_.tokenizer->specials();
  std::vector<int64_t> of_text;
  for (const Label& label : labels_of_generator(spec_)) of_text.push_back(label.sentences);
  options.label_sentences = sentences_of_labels(options, std::move(of_text));
  options.length = spec_.length;
  options.leaked = leaked_features(spec_.recipe.discriminator);
  const bool reads_others = reads_sources(spec_.recipe) && !rewrites(spec_.recipe);
  if (reads_others) options.sources = source_table(sentences());
  if (rewrites(spec_.recipe)) options.sources = own_sources(sentences().train);
  return options;
}

std::shared_ptr<Generator> RunDirectory::load_generator() const {
  if (!std::filesystem::exists(generator())) {
    throw InputError(path_.string() +
                     ": training has not saved a generator yet; continue it by `train_run` to its "
                     "first checkpoint");
  }
  auto loaded = make_generator(generator_options(), {});
  with_place_of_data([&] { return generator().string() + ", by " + recipe().string(); },
                     [&] { restore_tensors(*loaded, "", load_tensors(generator())); });
  loaded->to(compute_device());
  loaded->eval();
  return loaded;
}

std::vector<std::shared_ptr<Generator>> RunDirectory::load_posterior() const {
  if (!std::filesystem::exists(posterior())) {
    throw InputError(path_.string() +
                     ": training has kept no samples of the weights (training.posterior_samples)");
  }
  std::vector<std::shared_ptr<Generator>> loaded;
  with_place_of_data(
      [&] { return posterior().string() + ", by " + recipe().string(); },
      [&] { loaded = generators_of_samples(load_tensors(posterior()), generator_options()); });
  return loaded;
}

}  // namespace lingan

#include <lingan/run/training/run_recorder.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/text/tokenizer/line_text.h>

namespace lingan {
namespace {

constexpr int64_t kSamplesShown = 20;
constexpr uint64_t kLargestLog = uint64_t{1} << 60;
const std::string kLogLength = "lingan.metrics_bytes";
const std::string kLogLengthBefore = "lingan.metrics_bytes_before_last";
const std::string kLastSamples = "lingan.last_samples";

/// A length of metrics.jsonl when the checkpoint was written.
uint64_t log_bytes(const TensorFile& state, const RunDirectory& run, const std::string& which) {
  const auto entry = state.metadata.find(which);
  const auto bytes =
      entry == state.metadata.end() ? std::nullopt : parse_number<uint64_t>(entry->second);
  if (!bytes || *bytes > kLargestLog) {
    throw InputError(run.checkpoint().string() + ": lacks the length of metrics.jsonl");
  }
  return *bytes;
}

/// @return the past.
/// @throws InputError naming the first line that is no record, of those of the log that are kept.
RunPast with_records(RunPast past, const std::filesystem::path& log) {
  std::ifstream file(log, std::ios::binary);
  std::string line;
  uint64_t bytes = 0;
  for (int64_t number = 1; bytes < past.log_bytes && std::getline(file, line); ++number) {
    bytes += line.size() + 1;
    if (!nlohmann::json::accept(line)) {
      throw InputError("no record of the run, which cannot go on without its log",
                       fmt::format("{}:{}", log.string(), number));
    }
  }
  return past;
}

}  // namespace

RunPast past_of(const TensorFile& checkpoint, const RunDirectory& run, bool last_undone) {
  const auto last = checkpoint.metadata.find(kLastSamples);
  const std::string samples =
      last == checkpoint.metadata.end() ? "" : std::filesystem::path(last->second).filename();
  if (!last_undone) {
    const bool has_before = checkpoint.metadata.contains(kLogLengthBefore);  // version 0.1 had not
    return {.log_bytes = log_bytes(checkpoint, run, kLogLength),
            .log_bytes_before_last =
                log_bytes(checkpoint, run, has_before ? kLogLengthBefore : kLogLength),
            .last_samples = samples,
            .seconds = seconds_spent(run)};
  }
  const uint64_t bytes = log_bytes(checkpoint, run, kLogLengthBefore);
  return {.log_bytes = bytes,
          .log_bytes_before_last = bytes,
          .undone_samples = samples,
          .seconds = seconds_spent(run)};
}

double seconds_spent(const RunDirectory& run) {
  if (!std::filesystem::exists(run.timing())) return 0.0;
  const auto timing = nlohmann::json::parse(read_file(run.timing(), 4096), nullptr, false);
  const bool is_known =
      timing.is_object() && timing.contains("seconds") && timing["seconds"].is_number();
  return is_known ? timing["seconds"].get<double>() : 0.0;
}

RunRecorder::RunRecorder(const RunDirectory& run, const Trainer& trainer,
                         TrainingObserver& observer, RunPast past)
    : run_(run),
      trainer_(trainer),
      observer_(observer),
      past_(with_records(std::move(past), run.metrics())),
      log_(run.metrics(), past_.log_bytes),
      start_(Clock::now()) {
  std::filesystem::create_directories(run.samples());
  if (!past_.undone_samples.empty()) std::filesystem::remove(run.samples() / past_.undone_samples);
}

void RunRecorder::record(const TrainingRecord& record) {
  nlohmann::ordered_json line = {{"phase", record.phase}, {"step", record.step}};
  for (const auto& [name, value] : record.values) line[name] = value;
  past_.log_bytes_before_last = log_.size();
  log_.append(line.dump());
  write_samples(record);
  observer_.record(record);
}

void RunRecorder::checkpoint() {
  log_.sync();
  save_tensors(run_.generator(), trainer_.best_generator());
  const TensorFile posterior = trainer_.posterior_samples();
  if (!posterior.tensors.empty()) save_tensors(run_.posterior(), posterior);
  TensorFile state = trainer_.save();
  state.metadata[kLogLength] = std::to_string(log_.size());
  state.metadata[kLogLengthBefore] = std::to_string(past_.log_bytes_before_last);
  state.metadata[kLastSamples] = past_.last_samples;
  state.metadata[kRunRecipe] = format_recipe(run_.spec().recipe);
  state.metadata["lingan.seed"] = std::to_string(run_.spec().seed);
  state.metadata["lingan.length"] = std::to_string(run_.spec().length);
  if (keeps_pretrained_ && trainer_.begins_adversarial_phase()) save_pretrained(state);
  save_tensors(run_.checkpoint(), state);
  write_file_atomically(run_.timing(), nlohmann::json{{"seconds", seconds()}}.dump() + "\n");
  observer_.checkpoint();
}

void RunRecorder::save_pretrained(TensorFile state) const {
  state.metadata[kPretrainedLog] = read_file(run_.metrics());
  state.metadata[kPretrainedSeconds] = fmt::format("{}", seconds());
  save_tensors(run_.pretrained(), state);
}

double RunRecorder::seconds() const {
  return past_.seconds + std::chrono::duration<double>(Clock::now() - start_).count();
}

void RunRecorder::write_samples(const TrainingRecord& record) {
  past_.last_samples.clear();
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
  past_.last_samples = fmt::format("{}-{:06}.txt", record.phase, record.step);
  write_file_atomically(run_.samples() / past_.last_samples, text);
}

}  // namespace lingan

#include <lingan/run/training/run_recorder.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/run/small_run.h"

namespace lingan::run_recorder_test {
namespace {

using testing::SmallRun;

/// Where the last line of a log begins.
uint64_t last_line(const std::string& log) { return log.rfind('\n', log.size() - 2) + 1; }

TEST(PastOf, IsWhatTheCheckpointSays) {
  const SmallRun small;
  const std::string log = read_file(small.run.metrics());
  const RunPast past = past_of(load_tensors(small.run.checkpoint()), small.run);
  EXPECT_EQ(past.log_bytes, log.size());
  EXPECT_EQ(past.log_bytes_before_last, last_line(log));
  EXPECT_EQ(past.last_samples, "pretrain-000002.txt");
  EXPECT_GT(past.seconds, 0);
  EXPECT_EQ(past.seconds, seconds_spent(small.run));
}

TEST(PastOf, WithoutTheLastRecordNamesItsSamples) {
  const SmallRun small;
  const RunPast past = past_of(load_tensors(small.run.checkpoint()), small.run, true);
  EXPECT_EQ(past.log_bytes, last_line(read_file(small.run.metrics())));
  EXPECT_EQ(past.log_bytes_before_last, past.log_bytes);
  EXPECT_EQ(past.last_samples, "");
  EXPECT_EQ(past.undone_samples, "pretrain-000002.txt");
  EXPECT_TRUE(std::filesystem::exists(small.run.samples() / "pretrain-000002.txt"))
      << "whoever asks changes nothing";
}

TEST(PastOf, WantsTheLengthOfTheLog) {
  const SmallRun small;
  TensorFile checkpoint = load_tensors(small.run.checkpoint());
  for (const char* length : {"", "-1", "1x", "99999999999999999999", "9223372036854775807"}) {
    checkpoint.metadata["lingan.metrics_bytes"] = length;
    EXPECT_THROW(past_of(checkpoint, small.run), InputError) << length;
  }
  checkpoint.metadata.erase("lingan.metrics_bytes");
  EXPECT_THROW(past_of(checkpoint, small.run), InputError);
}

TEST(SecondsSpent, AreZeroWhereTheFolderDoesNotSay) {
  const SmallRun small;
  for (const char* text : {"", "{}", "[3]", "{\"seconds\": \"3\"}", "{\"seconds\""}) {
    write_file_atomically(small.run.timing(), text);
    EXPECT_EQ(seconds_spent(small.run), 0) << text;
  }
  write_file_atomically(small.run.timing(), "{\"seconds\": 2.5}");
  EXPECT_EQ(seconds_spent(small.run), 2.5);
  std::filesystem::remove(small.run.timing());
  EXPECT_EQ(seconds_spent(small.run), 0);
}

/// Keeps what it is told.
class Listener : public TrainingObserver {
 public:
  void record(const TrainingRecord& record) override { phases.push_back(record.phase); }
  bool advanced(const TrainingProgress& progress) override { return progress.done < 3; }
  void checkpoint() override { ++checkpoints; }

  std::vector<std::string> phases;
  int checkpoints = 0;
};

/// A finished run that is recorded on.
class RunRecorderTest : public ::testing::Test {
 protected:
  RunRecorderTest() { trainer_.restore(state_); }

  const SmallRun small_;
  const TensorFile state_ = load_tensors(small_.run.checkpoint());
  const std::string log_ = read_file(small_.run.metrics());
  Trainer trainer_{small_.run.spec().recipe,
                   {.train = small_.data.train,
                    .validation = small_.data.validation,
                    .specials = small_.data.tokenizer->specials(),
                    .vocabulary_size = small_.data.tokenizer->size()},
                   small_.run.spec().seed};
  Listener listener_;
  RunRecorder recorder_{small_.run, trainer_, listener_, past_of(state_, small_.run)};
};

TEST_F(RunRecorderTest, WritesALineAndSamplesForARecord) {
  recorder_.record({.phase = "pretrain", .step = 3, .values = {{"nll", 2.0}, {"loss", 1.5}}});
  EXPECT_EQ(read_file(small_.run.metrics()),
            log_ + "{\"phase\":\"pretrain\",\"step\":3,\"loss\":1.5,\"nll\":2.0}\n");
  const std::string samples = read_file(small_.run.samples() / "pretrain-000003.txt");
  EXPECT_EQ(std::ranges::count(samples, '\n'), 20);
  EXPECT_EQ(samples, read_file(small_.run.samples() / "pretrain-000002.txt"))
      << "of the same weights and random numbers";
  recorder_.record({.phase = "discriminator", .step = 1, .values = {}});
  EXPECT_FALSE(std::filesystem::exists(small_.run.samples() / "discriminator-000001.txt"))
      << "the generator has not moved";
  EXPECT_EQ(listener_.phases, (std::vector<std::string>{"pretrain", "discriminator"}));
}

TEST_F(RunRecorderTest, SaysInACheckpointHowFarTheLogIs) {
  recorder_.record({.phase = "pretrain", .step = 3, .values = {}});
  recorder_.checkpoint();
  const TensorFile saved = load_tensors(small_.run.checkpoint());
  const RunPast past = past_of(saved, small_.run);
  EXPECT_EQ(past.log_bytes, read_file(small_.run.metrics()).size());
  EXPECT_EQ(past.log_bytes_before_last, log_.size());
  EXPECT_EQ(past.last_samples, "pretrain-000003.txt");
  EXPECT_GE(past.seconds, past_of(state_, small_.run).seconds);
  EXPECT_EQ(saved.metadata.at(kRunRecipe), format_recipe(small_.run.spec().recipe));
  EXPECT_EQ(saved.metadata.at("lingan.seed"), std::to_string(small_.run.spec().seed));
  EXPECT_EQ(listener_.checkpoints, 1);
  EXPECT_FALSE(std::filesystem::exists(small_.run.pretrained())) << "nobody asked for it";
}

TEST_F(RunRecorderTest, TakesAwayARecordThatIsNotToStay) {
  const RunRecorder again(small_.run, trainer_, listener_, past_of(state_, small_.run, true));
  EXPECT_EQ(read_file(small_.run.metrics()), log_.substr(0, last_line(log_)));
  EXPECT_FALSE(std::filesystem::exists(small_.run.samples() / "pretrain-000002.txt"));
  EXPECT_TRUE(std::filesystem::exists(small_.run.samples() / "pretrain-000001.txt"));
}

TEST_F(RunRecorderTest, HandsOnWhetherToStop) {
  EXPECT_TRUE(recorder_.advanced({.done = 2, .total = 9, .note = ""}));
  EXPECT_FALSE(recorder_.advanced({.done = 3, .total = 9, .note = ""}));
}

}  // namespace
}  // namespace lingan::run_recorder_test

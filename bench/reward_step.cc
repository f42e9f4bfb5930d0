/// The rewards of one SeqGAN generator step: by the library's own function, in float32 and, where
/// the processor has it, in bf16; by torch as the published programs compute them (`naive`) and
/// with care (`torch`). `reward-step` has TextGAN-PyTorch's discriminator, with one matrix for
/// transform and gate of the highway layer (10.6 million multiply-adds a sentence);
/// `reward-step-separate` has SeqGAN's own, with two (13.5 million). Usage: bench/lib/request.h
#include <lingan/model/torch.h>

#include <algorithm>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/plain_networks.h>
#include <bench/lib/plain_rewards.h>
#include <bench/lib/reward_step.h>
#include <bench/lib/synthetic_task.h>
#include <lingan/engine/precision.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/model/tensor_file.h>

namespace {

using namespace lingan::bench;
using lingan::engine::Precision;

struct Variant {
  std::string name;
  std::string highway;
  Precision precision;
};

// The mean of plain torch's probabilities of the very completions that the library draws, [B, T].
torch::Tensor expected_rewards(const RewardTask& task, Precision precision) {
  const torch::NoGradGuard no_grad;
  torch::Tensor sums = torch::zeros({kRewardBatch, kRewardLength}, torch::kFloat64);
  auto sum = sums.accessor<double, 2>();
  PlainDiscriminator discriminator(*task.discriminator);
  const auto rollouts = task.generator->rollouts(kNoSpecials, precision);
  rollouts->complete(task.sentences.batch, reward_request(precision),
                     [&](const lingan::engine::Completions& completions) {
                       const auto tokens = lingan::to_sentences(completions.tokens).tokens;
                       std::vector<torch::Tensor> parts;
                       for (const auto& part : tokens.split(256)) {
                         parts.push_back(discriminator.logits(part));
                       }
                       const torch::Tensor real = torch::sigmoid(torch::cat(parts));
                       const float* probability = real.const_data_ptr<float>();
                       for (int64_t i = 0; i < completions.tokens.rows; ++i) {
                         sum[completions.sentence(i)][completions.prefix_length(i) - 1] +=
                             probability[i];
                       }
                     });
  torch::Tensor rewards = (sums / kRollouts).to(torch::kFloat32);
  rewards.select(1, kRewardLength - 1)
      .copy_(torch::sigmoid(discriminator.logits(task.sentences.sentences.tokens)));
  return rewards;
}

void check(TimedComparison& comparison, const RewardTask& task, const torch::Tensor& rewards,
           const Variant& variant) {
  const auto error =
      (rewards - expected_rewards(task, variant.precision)).abs().max().item<double>();
  comparison.check(fmt::format("rewards, largest error {:.1e},", error),
                   error <= (variant.precision == Precision::kFloat32 ? 1e-5 : 0.02));
  comparison.check("naive draws from one distribution,",
                   same_distribution(rewards, naive_rewards(task)));
  comparison.check("torch draws from one distribution,",
                   same_distribution(rewards, careful_rewards(task, {})));
}

void write_task(const std::filesystem::path& path, const RewardTask& task,
                const torch::Tensor& rewards) {
  if (path.empty()) return;
  lingan::TensorFile file;
  lingan::collect_tensors(*task.generator, "generator.", file);
  lingan::collect_tensors(*task.discriminator, "discriminator.", file);
  file.tensors["sentences"] = task.sentences.sentences.tokens;
  file.tensors["rewards"] = rewards;
  lingan::save_tensors(path, file);
}

// @return the exit status.
int compare(const Variant& variant, const Request& request) {
  if (!request.wants(variant.name)) return 0;
  const RewardTask task = make_reward_task(variant.highway);
  TimedComparison comparison(variant.name, least_reward_work(variant.highway == "shared" ? 1 : 2),
                             request);
  if (request.checks()) {
    const torch::Tensor rewards = library_rewards(task, variant.precision);
    check(comparison, task, rewards, variant);
    write_task(request.task(variant.name), task, rewards);
  }
  comparison.ours(5, [&] { library_rewards(task, variant.precision); });
  comparison.rival("torch", 1, [&] {
    careful_rewards(task, {.sentences = request.setting("sentences", 64),
                           .scored = request.setting("scored", 256)});
  });
  comparison.rival("naive", 1,
                   [&] { naive_rewards(task, request.setting("rollouts", kRollouts)); });
  return comparison.report();
}

}  // namespace

int main(int argc, char** argv) {
  const Request request(argc, argv);
  int status = 0;
  for (const Variant& variant :
       {Variant{"reward-step", "shared", Precision::kFloat32},
        Variant{"reward-step-bf16", "shared", Precision::kBfloat16},
        Variant{"reward-step-separate", "separate", Precision::kFloat32},
        Variant{"reward-step-separate-bf16", "separate", Precision::kBfloat16}}) {
    const bool can =
        variant.precision == Precision::kFloat32 || lingan::engine::has_bfloat16_products();
    if (can) status = std::max(status, compare(variant, request));
  }
  return status;
}

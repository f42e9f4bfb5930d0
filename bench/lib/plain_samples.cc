#include <bench/lib/plain_samples.h>

#include <algorithm>
#include <vector>

#include <lingan/model/compute_device.h>

namespace lingan::bench {

torch::Tensor sample_by_torch(const PlainGenerator& generator, const TorchSampling& sampling) {
  const torch::NoGradGuard no_grad;
  torch::Tensor tokens = torch::empty({sampling.sentences, sampling.length},
                                      torch::dtype(torch::kInt64).device(compute_device()));
  for (int64_t begin = 0; begin < sampling.sentences; begin += sampling.batch) {
    torch::Tensor part =
        tokens.slice(0, begin, std::min(begin + sampling.batch, sampling.sentences));
    std::vector<torch::Tensor> state;
    torch::Tensor logits = generator.start(part.size(0), state);
    for (int64_t t = 0; t < sampling.length; ++t) {
      if (t > 0) logits = generator.feed(part.select(1, t - 1), state);
      part.select(1, t).copy_(sampling.draw(logits));
    }
  }
  return tokens;
}

}  // namespace lingan::bench

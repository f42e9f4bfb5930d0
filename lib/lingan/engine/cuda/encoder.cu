// Tokenizers on the device.
#include <lingan/engine/cuda/encoder.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

struct Encoder {
  Encoder(const EncoderModel& model, void* cuda_stream)
      : made_on(cuda_stream), backend(cuda_stream), encoder(backend, model) {}

  void* made_on;  // where its memory is given back
  Backend backend;
  DeviceEncoder<Backend> encoder;
};

CudaStatus encoder_create(const EncoderModel* model, void* cuda_stream, Encoder** encoder) {
  return guarded([&] { *encoder = new Encoder(*model, cuda_stream); });
}

void encoder_destroy(Encoder* encoder) {
  guarded([&] { encoder->backend.use(encoder->made_on); });
  delete encoder;
}

CudaStatus encode(Encoder* encoder, const EncodeJob* job) {
  return guarded([&] {
    encoder->backend.use(job->cuda_stream);
    encoder->encoder.encode(*job);
  });
}

}  // namespace lingan::engine::cuda

"""The faces of Pincite: the chat page and the command line.

Importing any part of it first tells the libraries below to stay off the network.
"""

import os

# Both are read once, when gradio and huggingface_hub are imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# The products of a question are small: a second thread of OpenBLAS would only wait for
# them, busily, and double what the processor does for the same time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

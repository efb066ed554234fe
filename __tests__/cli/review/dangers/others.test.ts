import { hold } from "./hold";
import { OTHERS } from "./table";

hold(OTHERS);

// Words that tell "Jamie, 14 March 2015" from "Cabinet, 14 March 2015": first names that children in England bear, and words of titles.
// Pitfall: names that are also words or months are in a list of their own, and count before a surname or right beside an age only.

const list = (names: string) => new Set(names.trim().split(/\s+/));

/** Names that are hardly ever anything else. Lower case. */
export const NAMES: ReadonlySet<string> = list(`
  aaliyah aamir aanya aarav aaron aarush aayan abbie abdi abdiaziz abdifatah abdinasir abdirahman abdul abdullah abdullahi
  abeer abena abigail abimbola adaeze adam ade adebayo adeel adekunle adelaide adele aditi aditya adnan adrian adriana advik
  adwoa afia afzal agnes agnieszka ahmad ahmed ahmet ahsan aidan aiden ailsa aimee aisha ajani ajay ajmal akash akin akshay
  akua alan alana alanna albana albert albie albina alec aled aleena aleeza aleks aleksander aleksandr aleksandra alessandro
  alessia alex alexa alexander alexandra alexandru alexis alfie alfonso alfred ali alice alicia alicja alin alina alisha
  alistair aliyah aliza allan alyssa amadi amaka amal amar amara amaya ambreen ameera amelia amelie amina amir amira amirah
  ammar amrit amy ana anaaya anabelle anais anan ananya anas anastasia anaya anca andra andre andrea andreas andreea andrei
  andrew andrzej andy aneesa angela angharad angus anh aniela anika aniket anisa anish anita anjali ankita anna annabelle
  annie annika anouk ansh antek anthony antoni antonia antonio anushka anwar anya aoife aqsa arabella arben archie ardit
  areeba arham aria ariana ariella arif arin arisha arjan arjun arlo armaan arnab arnav arnie arooj arta arthur arvind arya
  aryan asad asante asen asher ashleigh ashley ashlyn ashraf ashton ashwin asif asim asma ateeq atharv athena athina atif
  aurelia aurora ava avani avery avni ayaan ayah ayan ayaz ayesha ayla aylin ayo ayodele ayra ayse aysha ayush azaan azaria
  azhar azra babajide babatunde baraa barbara barnaby barney bartek bartosz basma beata beatrice beatrix beau becky bella
  ben benjamin berhane berk bernice bertie besart besnik beth bethan bethany betsy beverley bhavya bianca bilal bilan billy
  biniam blake blanche blanka blerta bobby bogdan bohdan bola boris borys boyan bradley brandon braxton brayden brian
  brianna bridget brittany brodie brody bronte brooke bruno bryan bryn bryony bukola burak bushra caden caiden caitlin caleb
  callan callum calvin camelia cameron camila camilla caoimhe carl carla carlos carly carmen caroline carys casey caspian
  cassandra cassidy catalin catherine cathy catrin cecilia celia celina celine cerys cezary chantelle charley charlie
  charlotte charmaine chelsey cheryl chetan chiamaka chiamanda chiara chidera chidi chidinma chika chinedu chioma chloe
  chris christina christine christopher chukwuemeka ciara ciaran cillian cindy claire clara clare clarissa claudia claudiu
  clemence clementine clive clodagh coby cody cohen colby colin connie connor conor constance constantin cora cordelia corey
  corina corinne cormac cosmin costel courtney craig cristian cristina cynthia cyrus daciana dafne dafydd daisy dalia damian
  dana daniel danielle danika danish danni danny danyal daphne dara darcey darcy dardan daria darius dariusz darla darragh
  darren dave davey david dawid dawit dawud dayo debbie deborah declan deepa deepak deeqa delia delilah demi denis denisa
  denise deniz dennis derek desislava desmond devansh devika dexter dhruv dhruvi diana diego dimitar dinesh divya diya
  dmitri dmytro doina dominic dominik dominique donika donna dorota dorothy douglas dragos drita duc dumitru duncan dunya
  dylan ebele ebuka ecem eden edgar edie edith edward edwin eesa efa efe effie ehsan eileen eimear eira ekene ela elaina
  elaine eleanor eleanora elena eleni eli eliana elias elif elijah elin elira elisa elise elisha eliza elizabeth ella ellen
  ellery ellie elliot elliott ellis elodie eloise elora elsa elsie elspeth elvis elzbieta emanuel emeka emelia emil emile
  emilia emilie emily emine emir emma emmanuel emmanuella emmett emmie emre emyr endrit enea enes enid enitan enzo eoin eren
  eric erica erik erika erin eseosa eshal esi esmae esme estelle esther ethan etta euan eugen eugene eva evan evangeline
  evelyn everett evie ewa ewan ewelina eyob ezra fabian fadi faduma fahad faheem faisal faiz faiza faizan fanel fang farah
  fareeda farhan farhiya farid farooq fartun fatima fatimah fatma fatos fawad fawzi felicity felix femi feng ferdinand
  fergus fern feven ffion filip filmon finlay finley finn finnley fintan fiona fiza flora florence florentina florin flutura
  folake folasade fran francesca francesco francis franciszek frankie fraser freda freddie freddy frederick freja freya
  frida funmi furkan fynn gabi gabriel gabriela gabriella gareth gary gaurav gavin gemma genc genevieve geoff geoffrey
  george georgeta georgi georgia georgie georgina gerald gerard gethin ghada gheorghe ghulam giang gideon giles gillian gina
  giovanni gita giulia gizem gopal gracie graham grainne gregory greta gruffydd grzegorz guinevere guled gurpreet gustav
  gwen gwendolyn habib habiba hadeel hadi hadiya hadley hafiz hafsa haider hailey haitham hajra hakan hala halil halle
  hallie hamdi hamid hamish hamna hamza hana hanan hani hanin haniya hanna hannah hao haoyu hardeep hareem hari harini haris
  harley harman haroon harper harpreet harriet harris harrison harry haruka harvey harvie haseeb haseena hashim hassan hatem
  hatice haya hayden hayley hazem heba hector hefin heidi helen helena hemant henrietta henrik henry herbert hermione hermon
  hetty hibaq hibo hieu hira hisham hiwot hoda hodan hollie hoorain horatio horia hossam hristo hubert huda hudson hugh hugo
  hussain hussein huxley huy huzaifa iain ian iancu ibraheem ibrahim ida idrees idris iestyn ieuan ife ifeanyi ifeoma ifrah
  iga ignatius igor ikenna ilana ilhan ilie ilinca ilir ilyas imaan imad imane imani imogen imran inas inaya inayah ines
  ingrid ioana iolanthe iolo iona ionel ionut iosif iqra irfan irina iris irum isaac isabel isabella isabelle isaiah isha
  ishaan ishani ishaq ishita isidora isla ismaeel ismail isobel isobelle issa issac itzel iulia iulian iva ivan ivana ivaylo
  ivor iwona iyanu izaak izabella izzy jace jacek jack jackie jackson jacob jacqueline jada jade jaden jadon jaelyn jagoda
  jai jaida jake jakob jakub jalal jamal jameel james jameson jamie jamila jan jana jane janelle janet janice janine jannat
  janvi jared jaroslav jaroslaw jasleen jasmin jasmine jason jaspreet javed javeria javier jawad jax jaxon jaxson jaya jayce
  jaycee jayden jaylen jeanette jeffrey jemima jemma jenna jennifer jenny jensen jenson jeremy jerome jerry jerzy jesse
  jessica jessie jeta jiahao jiayi jim jimmy jing jiya joan joanna joanne jodie joe joel joelle johan john johnnie johnny
  jolie jonah jonas jonathan jonny jonty jorge jorja josef josefina joseph josephine josh joshua josiah josie joud joyce
  juan juanita judah jude judith judy jules julia julian juliana julie juliet juliette jumoke junaid junayd junjie justin
  justine kaan kabir kacey kacper kaden kaelan kai kaiden kainat kaitlin kaitlyn kaja kallum kalpana kaltrina kamil kamila
  kamran kamsi kara karam karan kareem karen karim karima karina karl karol karolina karthik kasey kashif kasia kasper
  kassidy katarzyna kate katelyn katherina katherine kathleen kathryn kathy katie katy katya kavya kaya kaycee kaycie kayden
  kayla kayleigh keanu keaton keegan keelan keeley keely keira keith kelechi kelly kelsey kemi kendra kenji kenneth kenny
  kenzie kenzo kerem kerri kerrie kevin khadeeja khadija khadijah khadra khaled khalid khalil khanh khizar kiaan kian kidane
  kiera kieran kieron killian kimberly kinga kingsley kira kiran kirpal kirstie kirsty kit klaudia klea kobe kobi koby kofi
  kojo komal konrad krish krishna krista kristen kristian kristina kristy krystal krystian krzysztof kubilay kunal kurt
  kwabena kwadwo kwaku kwame kwesi kylan kyle kylie kyra kyran lacey lachlan laiba laila laith lakshmi lamar lana lanre lara
  larissa larry latisha latoya laura lauren laurence laurentiu laurie lavanya lavinia lawrence lawson layan layla leah
  leandro leanne lee leigh leighton leila lena lennon lenny lenuta leo leon leona leonard leonardo leonie leonora leontina
  leopold leroy leslie lester leticia levi lewie lewis lexi lexie lexus leyla liam liana liang liban libby lidia lila lilah
  lilia lilian liliana lillian lillie lilly lily lina linda lindsay linh lionel lirim lisa liv livia liviu liza lloyd logan
  lois lola lora loredana lorena lorenzo loretta lorna lorraine lottie louella louie louis louisa louise lowen lowri loyd
  luan lubna luca lucas lucia lucian luciana lucie lucien lucille lucinda lucy ludwik luella luigi luis luka lukas lukasz
  luke luminita luna luther luwam lydia lyla lyndon lynette lyra maaz mabel mabli macey maci macie maciej mackenzie macsen
  macy madalina maddie maddison maddox maddy madeleine madiha madison mae maeve magda magdalena maggie maha mahad mahdi
  maheen mahesh mahir mahmood mahmoud mahnoor maia maira maisie maisy maizie maja majid malachi malak malakai malcolm
  malgorzata malia malik manahil manal manav mandy manish manisha mannat manpreet manuel mara marc marcel marcia marcin
  marco marcus marek margaret margaux margo margot maria mariam marian marianna marianne maribel marie marilyn marinela
  marinica mario marisa marissa marius mariya marjorie marlene marley marlon marlowe marnie marsha martha martin martina
  martyna marvin marwa marwan mary maryam maryan marysia masie matei mateusz mathew mathias mathilda matilda matt matteo
  matthew matthias mattias maud maureen maurice mauro maximilian maximus maxine maxwell maya maysa mckenzie meera megan
  mehak mehari mehdi mehmet mehreen mehwish mei melanie melinda melissa meredith meron mert merve meryem mesfin mia micah
  michael michaela michal micheal michelle miguel mihaela mihai mihail mihir mikael mikayla mikey mikolaj mila milan milena
  miles millicent millie milly milo milosz minahil mingyu minh minnie mira mirabela miranda mircea mirela miriam mirjeta
  misha mitchell mobolaji moeen moesha mohamed mohammad mohammed mohamud mohan mohsin moira mollie molly monica monika
  monique montgomery monty morgan moses mostafa mouna mounir mubashir mudassir muhammad mulki mulu mumina muneeb muneera
  murat musa musab muskan mustafa muzammil mya myah myla myles mylo myra myrtle nabeel nabil nabila nada nadeem nader nadia
  nadine naeem nafisa nahla naila naima naina naji najma nancy nandini nansi naoise naomi nas naseem nasir natalia natalie
  natan natasha natasza nathalie nathan nathaniel natnael nauman naveed navjot navya nawal neave neel neeraj neha nehemiah
  neil nellie nelly nelu nena nerys nevaeh neve ngoc ngozi nguyen nia niamh nicholai nicholas nicky nicola nicolas nicole
  nicoleta nicusor nidhi nigel nikhil nikita nikki niklas niko nikodem nikola nikolai nikolay nila nima nimco nimo nimrah
  nina nirav nisha nitin nizar nkechi nnamdi nneka noa noah noel noelle noemi nola noor nora norah noreen nour noura numan
  nusrat nya nyla nylah oakley oana obinna octavia octavian odette oghenetega oisin oksana olaf olamide olek olena olga oli
  oliver olivia olivier oliwia oliwier ollie olly olu olumide oluwadarasimi oluwaseun oluwatobi omair omar omari onyeka oona
  oonagh ophelia ora oren orla orlaith orlando orson osagie osama oscar osian oskar osman osvaldo otis ottilie otto ottoline
  ovidiu owain owen ozan pablo paddy padraig paige palak pam pamela pandora paolo parisa parth patricia patrick patrycja
  patryk patsy patty paul paula paulina pauline pavel pawel pedro peggy penelope percival perla petar peter petra petrica
  petrit petronella petru peyton philip philippa philippe phillip phoebe phuong pia piotr pippa plamen polly pooja poppie
  poppy portia pranav priscilla prisha priya priyanka przemyslaw qais qasim qing quang quentin quinn quynh rabab rabia
  rachael rachel radoslaw radu raees raegan rafael rafal rafe rafferty raffy rafia raghav rahaf raheem rahel rahim rahima
  rahul raihan raina raj raja rajan rajesh rajveer rakesh ralph raluca rameen rami ramon ramona ramsha rana randall rani
  ranya raphael raquel rasha rasheed rashi rashid raul ravi rawan rayan raymond rayyan razan razvan reagan reba rebeca
  rebecca rebekah reece reem reena reenie reggie reginald rehan rehana rehman reilly reina remi remy rena renata rene renee
  renzo reuben reyansh rhea rhett rhian rhianna rhiannon rhoda rhodri rhys ria riaz ricardo richard richie rick ricky rico
  ridley ridwan rihanna riley rima rinor rishi rita ritika riya rizwan robbie robel robert roberta roberto robson robyn
  rocco roderick rodney rohan rohini rohit roisin roksana roland rolo romaisa roman romeo romilly romy ronald ronan ronnie
  rory rosa rosalie rosalind rosanna roseanne rosemary rosie rosina rositsa ross rotimi rowan roxana roxanne roxy ruairi
  ruaridh ruben ruby rudi rudra rudy rueben rufus ruhi rui rukhsar rumaisa ruoxi rupert rupinder ruqayyah russell ruta ruth
  ryan ryder rylan rylee ryszard saachi saad saanvi sabah sabin sabina sabir sabrina sacha sachin sadaf sade sadia sadie
  safa safiya safwan sagal sahana sahar sahiba sahil sahra saif saima saira sajid sakina salah saleem saliha salim salma
  saltanat sam samaira samantha samar samara samatar sameer samer sami samia samir samira samiullah samiya sammy samson
  samuel sana sanaa sanda sandeep sandhya sandra sania sanjana sanjay santiago santino saoirse sara sarah sarika sarina
  saron sascha satvik saul savanna savita sawsan scarlett scott sean seb sebastian sebastien segen segun seif selam selena
  selin selina selma semhar serafina seraphina serban seren serena serene sergio serkan seth seun sevgi shaan shabir shabnam
  shah shahd shaheen shahid shahzad shaima shaista shakeel shakira shan shanaya shane shania shanice shannon sharif sharon
  shaun shaurya shay shaya shayla shayne shea sheila shelby shelley sheraz sherif sherry sheryl shiloh shirley shivam
  shivani shlok shoaib shona shpresa shreya shuo shyla sian sidney sidra sienna siham silas silvia silviu simeon simisola
  simon simona simone simran simret sinan sinead siobhan sioned siya skyla skylar skyler slawomir smriti sneha sofia sofie
  sofija sohail sohan solange solomon sondos sonia sonja sonny sonya sophia sophie soraya sorin sorina spencer stacey stacie
  stacy stanislav stanislaw stanley stefan stefania stefanie stefano stelian stella steph stephanie stephen steven stevie
  stewart stoyan stuart suad sude sufyan suhani sukhdeep suki sulaiman suleiman suleman sumaira sumaya summaya sundus sunil
  sunita sunny suraj suri surya susan susana susannah susie suzanna suzanne svetlana swara sybil syed sylvester sylvia
  sylvie sylwia szymon tabassum tabatha tabitha tade tadeusz taha tahir tahlia tahmid taim taimur taj talal taleen talha
  talia taliah tallulah tamanna tamara tamer tamia tamika tammy tamsin tamzin tania tanvi tanya tara taran taras tariq tasha
  tasnim tatiana tatum tawny taya tayla taylan taylor tayo tayyab tayyaba tayyibah teagan ted teddie teddy tegan tehreem
  tekle temi temitayo temitope tenzin teo teodor teodora terence teresa terrance terri tesfay tess tessa thalia thanh thao
  thea thelma theo theodora theodore theon thierry thom thomas tia tiago tiana tiarna tiegan tiffany tilda tillie tilly tim
  timothy tina tobi tobias tobiloba toby tochi todor tolga tolu tom tomas tomasz tommie tommy toni tonya tracey tracy traian
  trang travis trevor trey trisha tristan tristen trixie trudy trung tsion tuan tulisa tunde tuyet tyler tymon tymoteusz
  tyra tyrell tyrese tyrone ubaid uche uday ugochi ulysses umaima umair umar ume umme umut ursula urszula usaid usama usmaan
  usman uzair uzma vaani valentin valentina valeria valerie valon vanessa vansh vanya varun vasile vasilica veda vedant veer
  vera verona veronica vesa vicky vida vidya vihaan vihan vijay vikram viktor viktoria vinay vince vincent vincenzo viorel
  viorica viraj vishal viv vivaan vivek vivian vivienne vlad vladimir wael wafa wahid wajiha wale waleed walid walter wanda
  waqar waqas warsan waseem wayde wayne wei wendy weronika wesley widad wiktor wiktoria wilbur wilder wilf wilfred willa
  willem william willis willow winifred winnie winta witold wojciech wojtek woodrow wren wyatt xander xanthe xavi xavier
  xena xenia xhemal xhesika xiao xin xinyi xuan yaa yagmur yahya yahye yaman yamen yang yanyan yaqub yara yaseen yash yasin
  yasir yasmeen yasmin yaw yazan yemi yewande yiannis yifan yigit yihan yijun yiming ying yohana yolanda yonas yonis yordan
  yosef yosief yousef yousra youssef ysabel yuan yuchen yue yuki yulia yumna yunus yuri yusra yusuf yutong yuvan yuvraj yuxi
  yvette yvie yvonne zaara zac zach zachariah zachary zack zahara zaheer zahid zahir zahra zaid zain zaina zainab zainabu
  zainub zak zakaria zakariya zaki zakir zakiya zakiyah zamfir zamzam zander zane zaneta zara zayan zayden zayn zayna zaynab
  zaynah zbigniew zeb zeenat zeeshan zehao zehra zeina zeke zelda zelie zena zeno zeph zeynep zhang zhen zia ziad zidan
  zidane zihan zinnia zivah zixuan ziyi zobia zoe zoey zofia zoha zohaib zohra zola zoran zornitsa zosia zoya zubair
  zulfiqar zunaira zunairah zuri zuzanna zuzia zyon
`);

/**
 * Words in the titles of papers, bodies and occasions: beside a date they are no surname. Lower case, singular. A word that is
 * missing here costs a false alarm ("Cabinet Report, 12 March 2024"), one too many a name that is not seen.
 */
export const TITLE_WORDS: ReadonlySet<string> = list(`
  academy act action adviser advisor agenda agreement allocation amber annex annual appendix april area assessment assistant
  assurance audit august authority autumn band base black block blue board bill briefing budget business cabinet capital care
  carer case census centre chair change charter chief child children christmas city clinical code college commission
  commissioner commissioning committee common community complaint conference constitution consultation contract corporate
  council county coventry cross data deadline december decision dedicated delivery department designated director directorate
  disability district document draft early easter education england equality evaluation event evidence executive expert family
  february finance financial first forecast forum foundation framework friday fund funding general gold governance government
  governor grant green group guidance half head headteacher health high hospital housing improvement inclusion inclusive
  independent indicator initial inspection integrated interim item january joint july june key lead leader learning legal
  letter link local mainstream manager management march matter may meeting member memorandum milestone ministry minute model
  monday monitoring motion national need network new newsletter november nursery october offer office officer ofsted old open
  opening operational order outcome outturn overview pack panel paper parent parliament part partner partnership performance
  phase pilot place plan planning platform policy post premium primary principal principle priority procurement programme
  project proposal protocol provider provision public quarter quarterly question record red referral reform region register
  regulation report reserve resource response return review revised risk round safety saturday schedule scheme school scrutiny
  second secondary secretary section senior september service sharing sign silver sixth social special specialist sponsor
  spring staff stage standard standing state statement statutory steering stocktake strategic strategy street study submission
  summary summer summit sunday support survey system target task teacher teaching team term test third thursday timetable tool
  topic training transfer transformation transport treasury tribunal trust tuesday two union unit update valve version vision
  visit warwickshire wave wednesday week weekly west white winter work workforce workshop workstream written year young youth
  better value together working world day holiday time right wrong extract notice bank microsoft power
  dated due agreed approved published issued received submitted closed opened started ended signed last next until before
`);

/** Names that are also words, places or months here. Lower case. */
export const NAME_OR_WORD: ReadonlySet<string> = list(`
  ada aden alba alma ama amber angel ash asha aspen astrid aubrey audrey austin axel aya bailey basil bea betty blaise
  blossom bonnie brooklyn bruce byron candice carson carter cassius celeste cem chao chelsea chen cherry christian clark
  clay clifford cole coral cosmo crystal dakota dale damon dante dawn deacon dean destiny dev devon dia dora drew ebony
  eddie emerson ernest ernie essie eve faith fay faye fletcher florrie frank franklin gail gene gloria gordon grace griffin
  gus guy hal harlow hazel heath heather hebe holly hong honor hope howard hunter hyacinth ike iman indi india indiana indie
  indigo ira ivo ivy jasper jay jean jed jem jess jett jill jo joey jordan joy jun juniper kenya kerry kim kris lama lance
  leen lei lincoln ling lynn mac marina marion mark marshall mason maverick max mel melody mercedes mercy merlin mike milton
  mina mona montana nana nate ned nell nelson neo nick nida nile norman nova nur odin olive orion paisley pari paris parker
  patience pearl penny percy perry petal pete phil phoenix pip piper pixie praise precious preston primrose princess
  prudence quincy rae raven ray reed regan reid rex river rob robin rocky roger rose roy saba saffron sally sandy sasha
  savannah sawyer scarlet sid sierra sky skye sol spike star storm sydney tai tala tao tate tej temperance terry thor thu
  titus todd tony trent trinity troy tudor uma una ved velma verity vic victoria viola violet virginia wade warren warwick
  wes will wilson winston woody zen zenith zion
`);
